// Opens a book in foliate-js in Chromium, plays it, and prints as JSON what was marked when.
// Arguments: folder with node_modules, the book, the browser, the number of the first section, seconds to listen.
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'

const [judges, book, executablePath, section, seconds] = process.argv.slice(2)
const { chromium } = createRequire(join(judges, 'judges.cjs'))('playwright-core')

const page_ = `<!DOCTYPE html><html><head><meta charset="utf-8"><title>Reader</title>
<style>html, body { height: 100%; margin: 0 } foliate-view { display: block; height: 100% }</style></head><body>
<script type="module">
import '/foliate/view.js'
const view = document.createElement('foliate-view')
document.body.append(view)
await view.open('/book.epub')
window.seen = []
window.errors = []
const NativeAudio = window.Audio
window.Audio = function (...args) { return (window.sound = new NativeAudio(...args)) }
view.mediaOverlay.addEventListener('error', event => window.errors.push(String(event.detail)))
view.mediaOverlay.addEventListener('highlight', async ({ detail }) => {
  const entry = { ...detail, time: window.sound.currentTime, marked: null }
  window.seen.push(entry)
  const id = detail.text.split('#')[1]
  for (let tries = 0; tries < 100 && !entry.marked; tries++) {
    await new Promise(resolve => setTimeout(resolve, 10))
    const name = CSS.escape(view.book.media.activeClass)
    for (const { doc } of view.renderer.getContents()) {
      const found = doc.getElementById(id)
      if (!found?.matches('.' + name)) continue
      entry.colour = doc.defaultView.getComputedStyle(found).backgroundColor
      entry.marked = window.sound.currentTime
    }
  }
})
window.view = view
</script></body></html>`

const types = { '.js': 'text/javascript' }
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost')
  if (pathname === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end(page_)
  const path = pathname === '/book.epub' ? book
    : join(judges, 'node_modules', 'foliate-js', pathname.replace('/foliate/', ''))
  if (!existsSync(path)) return response.writeHead(404).end()
  response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' })
  createReadStream(path).pipe(response)
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
    '--autoplay-policy=no-user-gesture-required'],
})
try {
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${server.address().port}/`)
  await page.waitForFunction('window.view', null, { timeout: 60_000 })
  await page.evaluate(`view.goTo(${section}).then(() => view.startMediaOverlay())`)
  await page.waitForTimeout(seconds * 1000)
  console.log(await page.evaluate('JSON.stringify({ seen, errors, direction: view.book.dir })'))
} finally {
  await browser.close()
  server.close()
}
