// When the page last asked its server to draw something, and when the server last began to draw.
(() => {
  const RERUN = (11 << 3) | 2 // the first byte of a message that asks for a rerun
  const SESSION = 4 // the field of a message by which a rerun begins
  const LENGTH = 2 // the kind of field that tells its length
  const send = WebSocket.prototype.send
  window.asked = window.begun = 0

  WebSocket.prototype.send = function (data) {
    const bytes = ArrayBuffer.isView(data) ? data : new Uint8Array(data)
    if (bytes[0] === RERUN) window.asked = performance.now()
    if (!this.watched) {
      this.watched = true
      this.addEventListener("message", (event) => {
        if (begins(new Uint8Array(event.data))) window.begun = performance.now()
      })
    }
    return send.call(this, data)
  }

  function begins(bytes) {
    for (let at = 0; at < bytes.length; ) {
      const [tag, after] = number(bytes, at)
      if (tag >> 3 === SESSION) return true
      const [value, next] = number(bytes, after)
      if ((tag & 7) !== LENGTH && (tag & 7) !== 0) return false
      at = (tag & 7) === LENGTH ? next + value : next
    }
    return false
  }

  function number(bytes, at) {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      value += (bytes[at] & 127) * scale
      if (!(bytes[at++] & 128)) return [value, at]
    }
  }
})()
