// What a layer computes with: memory that is aligned, functions of one number, and products.
//
// Products are computed in blocks that stay in registers, from weights that are packed once: in the type of the
// numbers, or, where the processor has instructions for them, of 16 bits with sums of 32.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <new>

#if defined(__AVX512BF16__) || defined(__AMX_BF16__)
#include <immintrin.h>
#endif
#if defined(__AMX_BF16__) && defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#define TILES 1
#endif
#if defined(TILES) || defined(__AVX512BF16__)
#define HALVES 1
#endif

namespace {

using Half = uint16_t;  // the upper 16 bits of a float

#if defined(__AVX512F__)
constexpr int BYTES = 64, ROWS = 8, SUMS_AT_ONCE = 28, HELD = 0;
#elif defined(__AVX2__)
constexpr int BYTES = 32, ROWS = 6, SUMS_AT_ONCE = 12, HELD = 4;
#else
constexpr int BYTES = 32, ROWS = 4, SUMS_AT_ONCE = 12, HELD = 0;
#endif
constexpr int PAD = 32;  // columns of a matrix that is kept are filled up to a multiple of this, with zeros

template <class R> using Vector __attribute__((vector_size(BYTES), aligned(sizeof(R)), may_alias)) = R;
template <class R> constexpr int LANES = BYTES / sizeof(R);

// Memory that begins where a vector may.
template <class R> struct Room {
  R* at;
  size_t size;
  explicit Room(size_t count) : size(count) {
    at = static_cast<R*>(operator new(std::max<size_t>(1, count) * sizeof(R), std::align_val_t(64)));
    std::memset(static_cast<void*>(at), 0, count * sizeof(R));
  }
  Room(const Room&) = delete;
  ~Room() { operator delete(at, std::align_val_t(64)); }
};

inline int filled(int count, int by) { return (count + by - 1) / by * by; }

// ---- functions of one number ------------------------------------------------------------------------

inline double exponential(double x) { return std::exp(x); }

// 2^n times a polynomial of what remains; wrong by 1e-7 of its size at most.
inline float exponential(float x) {
  x = x > 88.0f ? 88.0f : x;
  x = x < -87.0f ? -87.0f : x;
  const float n = std::nearbyint(x * 1.44269504f);
  const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  const int32_t bits = (static_cast<int32_t>(n) + 127) << 23;
  float scale;
  std::memcpy(&scale, &bits, 4);
  return p * scale;
}

template <class R> inline R sigmoid(R x) { return R(1) / (R(1) + exponential(-x)); }
template <class R> inline R hyperbolic(R x) { return R(2) / (R(1) + exponential(R(-2) * x)) - R(1); }

inline Half halved(float x) {
  uint32_t bits;
  std::memcpy(&bits, &x, 4);
  return static_cast<Half>((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}
inline Half halved(double x) { return halved(static_cast<float>(x)); }

// ---- products ---------------------------------------------------------------------------------------

// Adds numbers times a vector of weights, which stays in its register.
template <class R, int M> inline void add_held(const R* numbers, Vector<R> weights, Vector<R>* sums) {
#if defined(__AVX2__)
  asm("" : "+x"(weights));
#endif
#pragma GCC unroll 8
  for (int m = 0; m < M; m++) sums[m] += numbers[m] * weights;
}

// c (M, P panels) = a (M, K) times P panels of weights, each (K, 2 vectors). The numbers and sums of up to HELD
// rows leave one register for weights: left alone, the compiler loads two at once and writes sums to memory.
template <class R, int M, int P> void block(const R* a, long stride, int K, const R* w, R* c, long wide) {
  using V = Vector<R>;
  constexpr int L = LANES<R>;
  V sums[2 * P][M] = {};
  for (int k = 0; k < K; k++) {
    R numbers[M];
#pragma GCC unroll 8
    for (int m = 0; m < M; m++) numbers[m] = a[m * stride + k];
#pragma GCC unroll 4
    for (int p = 0; p < P; p++) {
      const R* at = w + 2L * L * (long(p) * K + k);
      const V first = *reinterpret_cast<const V*>(at), second = *reinterpret_cast<const V*>(at + L);
      if constexpr (M <= HELD) {
        add_held<R, M>(numbers, first, sums[2 * p]);
        add_held<R, M>(numbers, second, sums[2 * p + 1]);
      } else {
#pragma GCC unroll 8
        for (int m = 0; m < M; m++) {
          sums[2 * p][m] += numbers[m] * first;
          sums[2 * p + 1][m] += numbers[m] * second;
        }
      }
    }
  }
  for (int v = 0; v < 2 * P; v++)
    for (int m = 0; m < M; m++) *reinterpret_cast<V*>(c + m * wide + L * v) = sums[v][m];
}

// A matrix (K, N) as products want it, in panels of 2 vectors of columns; N is filled up.
template <class R> struct Packed {
  static constexpr int width = 2 * LANES<R>, pad = width, pairs = 1;
  int K, N;
  Room<R> room;
  Packed(int K, int N) : K(K), N(N), room(size_t(K) * N) {}
  static int rows_for(int rows) { return rows; }
  void put(int k, int n, R number) const {
    room.at[size_t(n / width) * K * width + k * width + n % width] = number;
  }
  // Numbers beside each other in a row, those of a panel at once.
  void put_row(int k, int n, const R* numbers, int count) const {
    for (int done = 0, some; done < count; done += some) {
      const int at = n + done;
      some = std::min(count - done, width - at % width);
      std::copy_n(numbers + done, some, room.at + size_t(at / width) * K * width + k * width + at % width);
    }
  }
  void prepare() const {}
  // c (rows, N) = a (rows, K) times the matrix.
  void times(const R* a, long stride, int rows, R* c) const {
    if (rows <= ROWS) return few<ROWS>(a, stride, rows, c);
    const int blocks = filled(rows, ROWS) / ROWS, each = rows / blocks, larger = rows % blocks;
    for (int n = 0; n < N; n += width)
      for (int row = 0, number = 0; number < blocks; number++) {
        const int M = each + (number < larger);
        panel<ROWS>(a + row * stride, stride, M, room.at + size_t(n) * K, c + size_t(row) * N + n);
        row += M;
      }
  }
  template <int M> void panel(const R* a, long stride, int rows, const R* w, R* c) const {
    if constexpr (M > 0) {
      if (rows != M) return panel<M - 1>(a, stride, rows, w, c);
      block<R, M, 1>(a, stride, K, w, c, N);
    }
  }
  // The same for M rows at most: more panels at once, for a sum is slow to add to, and each weight is read once.
  template <int M> void few(const R* a, long stride, int rows, R* c) const {
    if constexpr (M > 0) {
      if (rows != M) return few<M - 1>(a, stride, rows, c);
      constexpr int P = 8 * M <= SUMS_AT_ONCE ? 4 : 4 * M <= SUMS_AT_ONCE ? 2 : 1;
      int n = 0;
      for (; n + P * width <= N; n += P * width) block<R, M, P>(a, stride, K, room.at + size_t(n) * K, c + n, N);
      for (; n < N; n += width) block<R, M, 1>(a, stride, K, room.at + size_t(n) * K, c + n, N);
    }
  }
};

// The same with numbers of 16 bits, of which two of a column lie side by side: (N / 16, K / 2, 16, 2).
struct PackedHalves {
  static constexpr int pad = 32, pairs = 32;
  int K, N;
  Room<Half> room;
  PackedHalves(int K, int N) : K(K), N(N), room(size_t(K) * N) {}
  static int rows_for(int rows) { return filled(rows, 32); }
  void put(int k, int n, float number) const {
    room.at[size_t(n / 16) * K * 16 + k / 2 * 32 + n % 16 * 2 + k % 2] = halved(number);
  }
  void put_row(int k, int n, const float* numbers, int count) const {
    for (int j = 0; j < count; j++) put(k, n + j, numbers[j]);
  }

#if defined(TILES)
  // Tiles of 16 rows of 64 bytes; the kernel of the system is asked once whether this process may use them.
  void prepare() const {
    alignas(64) uint8_t shape[64] = {1};
    for (int tile = 0; tile < 8; tile++) {
      shape[16 + 2 * tile] = 64;
      shape[48 + tile] = 16;
    }
    _tile_loadconfig(shape);
  }
  void times(const Half* a, long stride, int rows, float* c) const {
    for (int n = 0; n < N; n += 32)
      for (int row = 0; row < rows; row += 32) {
        const bool lower = row + 16 < rows;
        const Half *left = room.at + size_t(n) * K, *right = left + 16L * K;
        const Half *upper = a + row * stride, *under = upper + (lower ? 16 * stride : 0);
        _tile_zero(0);
        _tile_zero(1);
        _tile_zero(2);
        _tile_zero(3);
        for (int k = 0; k < K; k += 32) {
          _tile_loadd(4, upper + k, stride * 2);
          _tile_loadd(6, left + 16L * k, 64);
          _tile_loadd(7, right + 16L * k, 64);
          _tile_dpbf16ps(0, 4, 6);
          _tile_dpbf16ps(1, 4, 7);
          if (lower) {
            _tile_loadd(5, under + k, stride * 2);
            _tile_dpbf16ps(2, 5, 6);
            _tile_dpbf16ps(3, 5, 7);
          }
        }
        float* into = c + size_t(row) * N + n;
        _tile_stored(0, into, N * 4L);
        _tile_stored(1, into + 16, N * 4L);
        if (lower) {
          _tile_stored(2, into + 16L * N, N * 4L);
          _tile_stored(3, into + 16L * N + 16, N * 4L);
        }
      }
  }
#elif defined(HALVES)
  void prepare() const {}
  void times(const Half* a, long stride, int rows, float* c) const {
    for (int n = 0; n < N; n += 32)
      for (int row = 0; row < rows; row += 8) {
        const Half *left = room.at + size_t(n) * K, *right = left + 16L * K;
        __m512 sums[8][2] = {};
        for (int k = 0; k < K; k += 2) {
          const auto first = (__m512bh)_mm512_load_si512(left + 16L * k);
          const auto second = (__m512bh)_mm512_load_si512(right + 16L * k);
#pragma GCC unroll 8
          for (int m = 0; m < 8; m++) {
            int32_t pair;
            std::memcpy(&pair, a + (row + m) * stride + k, 4);
            const auto both = (__m512bh)_mm512_set1_epi32(pair);
            sums[m][0] = _mm512_dpbf16_ps(sums[m][0], both, first);
            sums[m][1] = _mm512_dpbf16_ps(sums[m][1], both, second);
          }
        }
        for (int m = 0; m < 8; m++) {
          _mm512_store_ps(c + size_t(row + m) * N + n, sums[m][0]);
          _mm512_store_ps(c + size_t(row + m) * N + n + 16, sums[m][1]);
        }
      }
  }
#else
  void prepare() const {}
  void times(const Half*, long, int, float*) const {}
#endif
};

// Of rows d (count, width) the sums (V, width) by what each has for `own`, and the sums of x times each row.
template <class R>
void collect(const R* d, long stride, int width, const long* own, const R* x, long count, R* sums, R* scaled) {
  for (long n = 0; n < count; n++) {
    const R* __restrict row = d + n * stride;
    R* __restrict sum = sums + own[n] * width;
    R* __restrict times = scaled + own[n] * width;
    const R by = x[n];
    for (int j = 0; j < width; j++) {
      sum[j] += row[j];
      times[j] += by * row[j];
    }
  }
}

}  // namespace
