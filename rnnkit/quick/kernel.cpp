// A recurrent layer over a whole sequence, forward and backward: the loop of loops.py in C++.
//
// Arrays are (T, B, ...), time first; gates lie beside each other, in torch's order. State and input of a step
// are multiplied at once; gradients of weights are for the caller to multiply. Rows of the batch know nothing
// of each other, so each thread takes some of them through all of time, and no number depends on how many
// threads there are.

#include <atomic>
#include <thread>
#include <type_traits>
#include <vector>

#include "products.h"

namespace {

enum Cell { TANH, RELU, GRU, LSTM };
constexpr int GATES[] = {1, 1, 3, 4};
constexpr int SUMS[] = {1, 1, 4, 4};  // a GRU's candidate has two: that of the state, that of the input

// ---- one step of each cell ----------------------------------------------------------------------------

// What a call is about. Inputs and their gradients have strides: numbers between two steps, and two rows.
template <class R> struct Call {
  int cell, T, B, H, F;
  const R* x;       // (T, B, F)
  long x_t, x_b;
  const R* w_x;     // (G * H, F)
  const R* w;       // (G * H, H)
  const R* bias;    // (G * H,), or (V, G * H) where rows have different ones
  const long* own;  // which of those each row has at each step (T, B), or nothing
  const R* slope;   // (V, G * H) by which single numbers x (T, B) add to the sums, where F is 0, or nothing
  const R* b;       // (H,) of a GRU's candidate, beside the product of the state
  R* gates;         // (T, B, G * H), open
  R* hs;            // (T + 1, B, H), begins with the first state
  R* more;          // LSTM: cells (T + 1, B, H); GRU: the recurrent half of the candidate (T, B, H)
  const R* g;       // gradients of the outputs (T, B, H), or nothing
  long g_t, g_b;
  const R* last;    // gradient of the last state (B, H), or nothing
  const R* c_last;  // and of the last cells
  R* d;             // (T, B, G * H); of a GRU (T, B, 4 H): r times candidate, reset, update, candidate
  R* d_x;           // (T, B, F), or nothing where it is not asked for
  long d_t, d_b;
  R* d_h;           // of the first state (B, H)
  R* d_c;
};

template <class R> inline void store(R* into, R value) { *into = value; }
template <class R> inline void store(Half* into, R value) { *into = halved(value); }

// `c` are the sums, P beside each other; the new state is also stored as an operand, in `a`.
template <Cell cell, class R, class A>
void ahead(const Call<R>& q, long at, const R* __restrict c, A* __restrict a, int P) {
  const int H = q.H;
  const R* __restrict before = q.hs + at * H;
  R* __restrict h = q.hs + (at + q.B) * H;
  const R* __restrict bias = q.bias + (q.own ? q.own[at] * GATES[cell] * H : 0);
  R* __restrict x = q.gates + at * GATES[cell] * H;
  if constexpr (cell == TANH || cell == RELU) {
#pragma GCC ivdep
    for (int j = 0; j < H; j++) {
      const R sum = bias[j] + c[j];
      h[j] = cell == TANH ? hyperbolic(sum) : sum < 0 ? R(0) : sum;
      store(a + j, h[j]);
    }
  } else if constexpr (cell == GRU) {
    R* __restrict half = q.more + at * H;
    const R* __restrict b = q.b;
#pragma GCC ivdep
    for (int j = 0; j < H; j++) {
      const R r = sigmoid(bias[j] + c[j]), z = sigmoid(bias[H + j] + c[P + j]);
      const R own = c[2 * P + j] + b[j];
      const R n = hyperbolic(bias[2 * H + j] + c[3 * P + j] + r * own);
      x[j] = r;
      x[H + j] = z;
      x[2 * H + j] = n;
      half[j] = own;
      h[j] = n + z * (before[j] - n);
      store(a + j, h[j]);
    }
  } else {
    const R* __restrict known = q.more + at * H;
    R* __restrict cells = q.more + (at + q.B) * H;
#pragma GCC ivdep
    for (int j = 0; j < H; j++) {
      const R i = sigmoid(bias[j] + c[j]), f = sigmoid(bias[H + j] + c[P + j]);
      const R n = hyperbolic(bias[2 * H + j] + c[2 * P + j]), o = sigmoid(bias[3 * H + j] + c[3 * P + j]);
      x[j] = i;
      x[H + j] = f;
      x[2 * H + j] = n;
      x[3 * H + j] = o;
      cells[j] = f * known[j] + i * n;
      h[j] = o * hyperbolic(cells[j]);
      store(a + j, h[j]);
    }
  }
}

// What a single number adds to the sums of a row, where it is read by slopes.
template <Cell cell, class R> void add_slope(const Call<R>& q, long at, R x, R* __restrict c, int P) {
  const R* __restrict slope = q.slope + q.own[at] * GATES[cell] * q.H;
  for (int gate = 0; gate < GATES[cell]; gate++) {
    R* __restrict into = c + (cell == GRU && gate == 2 ? 3 : gate) * P;
    for (int j = 0; j < q.H; j++) into[j] += x * slope[gate * q.H + j];
  }
}

// The gradients of the gates from that of the state: what comes from the step behind (`c`, `carry`) and `g`.
template <Cell cell, class R, class A>
void back(const Call<R>& q, long at, const R* __restrict c, const R* __restrict g, R* __restrict carry,
          A* __restrict a, int P) {
  const int H = q.H;
  const R* __restrict x = q.gates + at * GATES[cell] * H;
  const R* __restrict before = q.hs + at * H;
  R* __restrict d = q.d + at * (cell == GRU ? 4 : GATES[cell]) * H;
  if constexpr (cell == TANH || cell == RELU) {
    const R* __restrict h = q.hs + (at + q.B) * H;
#pragma GCC ivdep
    for (int j = 0; j < H; j++) {
      const R dh = c[j] + carry[j] + g[j];
      d[j] = dh * (cell == TANH ? R(1) - h[j] * h[j] : h[j] > 0 ? R(1) : R(0));
      carry[j] = 0;
      store(a + j, d[j]);
    }
  } else if constexpr (cell == GRU) {
    const R* __restrict half = q.more + at * H;
#pragma GCC ivdep
    for (int j = 0; j < H; j++) {
      const R dh = c[j] + carry[j] + g[j];
      const R r = x[j], z = x[H + j], n = x[2 * H + j];
      const R dn = dh * (R(1) - z) * (R(1) - n * n);
      const R dz = dh * (before[j] - n) * z * (R(1) - z);
      const R dr = dn * half[j] * r * (R(1) - r);
      d[j] = dn * r;
      d[H + j] = dr;
      d[2 * H + j] = dz;
      d[3 * H + j] = dn;
      carry[j] = dh * z;
      store(a + j, dr);
      store(a + P + j, dz);
      store(a + 2 * P + j, dn * r);
      store(a + 3 * P + j, dn);
    }
  } else {
    const R* __restrict known = q.more + at * H;
    const R* __restrict cells = q.more + (at + q.B) * H;
#pragma GCC ivdep
    for (int j = 0; j < H; j++) {
      const R dh = c[j] + g[j];
      const R i = x[j], f = x[H + j], n = x[2 * H + j], o = x[3 * H + j];
      const R bent = hyperbolic(cells[j]);
      const R dc = carry[j] + dh * o * (R(1) - bent * bent);
      const R di = dc * n * i * (R(1) - i), df = dc * known[j] * f * (R(1) - f);
      const R dn = dc * i * (R(1) - n * n), d_o = dh * bent * o * (R(1) - o);
      d[j] = di;
      d[H + j] = df;
      d[2 * H + j] = dn;
      d[3 * H + j] = d_o;
      carry[j] = dc * f;
      store(a + j, di);
      store(a + P + j, df);
      store(a + 2 * P + j, dn);
      store(a + 3 * P + j, d_o);
    }
  }
}

// ---- all steps for some rows of the batch ---------------------------------------------------------------

template <class R, class A> void take(A* into, const R* from, int count) {
  for (int j = 0; j < count; j++) store(into + j, from[j]);
}

template <Cell cell, class R, class A, class W>
void run_ahead(const Call<R>& q, const W& w, int first, int rows) {
  const int P = filled(q.H, W::pad), K = w.K, N = w.N;
  Room<R> c(size_t(w.rows_for(rows)) * N);
  Room<A> a(size_t(w.rows_for(rows)) * K);  // of each row the state, then the input
  w.prepare();
  for (int row = 0; row < rows; row++) take(a.at + row * K, q.hs + long(first + row) * q.H, q.H);
  for (int t = 0; t < q.T; t++) {
    const R* x = q.x + t * q.x_t + first * q.x_b;
    for (int row = 0; row < rows; row++) take(a.at + row * K + P, x + row * q.x_b, q.F);
    w.times(a.at, K, rows, c.at);
    if (q.slope)
      for (int row = 0; row < rows; row++)
        add_slope<cell>(q, long(t) * q.B + first + row, x[row * q.x_b], c.at + size_t(row) * N, P);
    for (int row = 0; row < rows; row++)
      ahead<cell>(q, long(t) * q.B + first + row, c.at + size_t(row) * N, a.at + row * K, P);
  }
}

template <Cell cell, class R, class A, class W>
void run_back(const Call<R>& q, const W& w, int first, int rows) {
  const int H = q.H, P = filled(H, W::pad), K = w.K, N = w.N;
  Room<R> c(size_t(w.rows_for(rows)) * N), carry(size_t(rows) * P), zeros(H);  // a load from nowhere is slow, also where its mask is empty
  Room<A> a(size_t(w.rows_for(rows)) * K);
  w.prepare();
  for (int row = 0; row < rows; row++) {
    const long at = long(first + row) * H;
    if (q.last) take(c.at + row * N, q.last + at, H);
    if (cell == LSTM && q.c_last) take(carry.at + row * P, q.c_last + at, H);
  }
  for (int t = q.T - 1; t >= 0; t--) {
    const R* g = q.g + t * q.g_t + first * q.g_b;
    for (int row = 0; row < rows; row++)
      back<cell>(q, long(t) * q.B + first + row, c.at + row * N, q.g ? g + row * q.g_b : zeros.at,
                 carry.at + row * P, a.at + size_t(row) * K, P);
    w.times(a.at, K, rows, c.at);
    if (q.d_x)
      for (int row = 0; row < rows; row++)
        take(q.d_x + t * q.d_t + (first + row) * q.d_b, c.at + row * N + P, q.F);
  }
  for (int row = 0; row < rows; row++)
    for (int j = 0; j < H; j++) {
      const long at = long(first + row) * H + j;
      q.d_h[at] = c.at[row * N + j] + (cell == GRU ? carry.at[row * P + j] : R(0));
      if (cell == LSTM) q.d_c[at] = carry.at[row * P + j];
    }
}

// ---- rows shared between threads --------------------------------------------------------------------------

// Every thread takes its rows, if need be in the thread that asks; whether all found the memory they need.
template <class Work> bool share(int B, int threads, Work work) {
  const int each = filled((B + threads - 1) / threads, threads > 1 ? 16 : 1);
  std::atomic<bool> well{true};
  const auto careful = [&](int first, int rows) {
    try {
      work(first, rows);
    } catch (const std::bad_alloc&) {
      well = false;
    }
  };
  std::vector<std::thread> others;
  for (int first = each; first < B; first += each) {
    const int rows = std::min(each, B - first);
    try {
      others.emplace_back(careful, first, rows);
    } catch (...) {  // no more threads
      careful(first, rows);
    }
  }
  careful(0, std::min(each, B));
  for (auto& other : others) other.join();
  return well;
}

// The weights of state and input as one matrix: states and inputs by sums, or the other way round.
template <Cell cell, class R, class P> void pack(const Call<R>& q, const P& into, bool forward) {
  const int wide = filled(q.H, P::pad);
  const auto fill = [&](const R* w, int gate, int sum, int count, int behind) {
    for (int i = 0; i < q.H; i++) {
      const R* row = w + (long(gate) * q.H + i) * count;
      const int place = sum * wide + i;
      if (forward)
        for (int j = 0; j < count; j++) into.put(behind + j, place, row[j]);
      else
        into.put_row(place, behind, row, count);
    }
  };
  for (int gate = 0; gate < GATES[cell]; gate++) {
    fill(q.w, gate, gate, q.H, 0);
    if (forward || q.d_x) fill(q.w_x, gate, cell == GRU && gate == 2 ? 3 : gate, q.F, wide);
  }
}

template <Cell cell, class R, class A, class P> bool all(const Call<R>& q, bool forward, int threads) {
  const int wide = filled(q.H, P::pad), sums = SUMS[cell] * wide;
  const int inputs = forward ? filled(q.F, P::pairs) : q.d_x ? filled(q.F, P::pad) : 0;
  const P packed(forward ? wide + inputs : sums, forward ? sums : wide + inputs);
  pack<cell>(q, packed, forward);
  return share(q.B, threads, [&](int first, int rows) {
    if (forward) run_ahead<cell, R, A>(q, packed, first, rows);
    else run_back<cell, R, A>(q, packed, first, rows);
  });
}

// Work for one cell, which the compiler knows; a number that is none of them is taken for the LSTM's.
template <class Work> auto by_cell(int cell, Work work) {
  switch (cell) {
    case TANH: return work(std::integral_constant<Cell, TANH>());
    case RELU: return work(std::integral_constant<Cell, RELU>());
    case GRU: return work(std::integral_constant<Cell, GRU>());
    default: return work(std::integral_constant<Cell, LSTM>());
  }
}

template <class R, class A, class P> int guarded(const void* q, int forward, int threads) {
  try {
    const auto& call = *static_cast<const Call<R>*>(q);
    return by_cell(call.cell, [&](auto cell) { return all<cell, R, A, P>(call, forward, threads); });
  } catch (...) {
    return 0;
  }
}

}  // namespace

extern "C" {

// The weights of a layer, packed once for many calls of `step`; nothing where memory ran out.
void* keep(const void* call) {
  const auto& q = *static_cast<const Call<float>*>(call);
  const int wide = filled(q.H, Packed<float>::pad);
  try {
    auto* packed = new Packed<float>(wide + q.F, SUMS[q.cell] * wide);
    by_cell(q.cell, [&](auto cell) { pack<cell>(q, *packed, true); });
    return packed;
  } catch (...) {
    return nullptr;
  }
}

// The same of a matrix (N, K) that has no cell: for many calls of `multiply`.
void* keep_matrix(const float* w, int N, int K) {
  try {
    auto* packed = new Packed<float>(K, filled(N, PAD));
    for (int n = 0; n < N; n++)
      for (int k = 0; k < K; k++) packed->put(k, n, w[size_t(n) * K + k]);
    return packed;
  } catch (...) {
    return nullptr;
  }
}

void drop(void* kept) { delete static_cast<Packed<float>*>(kept); }

// One step (T is 1) with weights that were kept; then the new state stands where the old one stood.
int step(const void* call, const void* kept) {
  const auto& q = *static_cast<const Call<float>*>(call);
  const auto& w = *static_cast<const Packed<float>*>(kept);
  try {
    by_cell(q.cell, [&](auto cell) { run_ahead<cell, float, float>(q, w, 0, q.B); });
  } catch (...) {
    return 0;
  }
  const size_t count = size_t(q.B) * q.H;
  std::copy_n(q.hs + count, count, q.hs);
  if (q.cell == LSTM) std::copy_n(q.more + count, count, q.more);
  return 1;
}

// c (rows, N) = a (rows, K) times a matrix that was kept; rows of c are filled up to a multiple of PAD.
void multiply(const void* kept, const float* a, int rows, float* c) {
  const auto& w = *static_cast<const Packed<float>*>(kept);
  w.times(a, w.K, rows, c);
}

// How many bytes a vector has in the processor this was built for.
int vectors() {
#if defined(__AVX2__)
  return BYTES;
#else
  return 16;
#endif
}

// Whether this machine multiplies numbers of 16 bits here; asks the system where it has to be asked.
int halves() {
#if defined(TILES)
  return syscall(SYS_arch_prctl, 0x1023, 18) == 0;  // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
#elif defined(HALVES)
  return 1;
#else
  return 0;
#endif
}

// Whether the library was built for a processor like this one: its widest instructions are tried.
int works() {
  const float x[2] = {}, w_x[2] = {}, w[4] = {0.5f, 0, 0, 0.5f}, bias[2] = {1, 1};
  float gates[4], hs[6] = {};
  Call<float> q = {};
  q.cell = TANH, q.T = 2, q.B = 1, q.H = 2, q.F = 1;
  q.x = x, q.x_t = 1, q.x_b = 2, q.w_x = w_x, q.w = w, q.bias = bias, q.gates = gates, q.hs = hs;
  const int half = halves();
  for (int way = 0; way <= half; way++) {
    const int well = way ? guarded<float, Half, PackedHalves>(&q, 1, 2) : guarded<float, float, Packed<float>>(&q, 1, 2);
    if (!well || std::fabs(hs[5] - 0.88107f) > 0.01f) return 0;  // tanh(1 + tanh(1) / 2)
  }
  return 1;
}

// `q` is a Call; `half` asks for products of 16 bits. 1 if all went well, 0 where memory ran out.
int run_float(const void* q, int forward, int threads, int half) {
  return half ? guarded<float, Half, PackedHalves>(q, forward, threads)
              : guarded<float, float, Packed<float>>(q, forward, threads);
}

// See `collect`.
void collect_float(const float* d, long stride, int width, const long* own, const float* x, long count,
                   float* sums, float* scaled) {
  collect(d, stride, width, own, x, count, sums, scaled);
}

void collect_double(const double* d, long stride, int width, const long* own, const double* x, long count,
                    double* sums, double* scaled) {
  collect(d, stride, width, own, x, count, sums, scaled);
}

int run_double(const void* q, int forward, int threads, int) {
  return guarded<double, double, Packed<double>>(q, forward, threads);
}

}  // extern "C"
