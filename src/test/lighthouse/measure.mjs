// node measure.mjs CHROMIUM COOKIES URL…: one line of JSON for each page, the median of three runs.
import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'

const [chromePath, cookies, ...urls] = process.argv.slice(2)
const categories = ['accessibility', 'best-practices', 'performance']
const chrome = await launch({
  chromePath,
  logLevel: 'error',
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
})
try {
  for (const url of urls) {
    const runs = []
    for (let i = 0; i < 3; i++) {
      const { lhr } = await lighthouse(url, {
        port: chrome.port,
        logLevel: 'error',
        onlyCategories: categories,
        // The session of the reader, who lives in the test only.
        extraHeaders: cookies === '' ? {} : { Cookie: cookies },
        disableStorageReset: true,
      })
      if (lhr.runtimeError) throw new Error(lhr.runtimeError.message)
      runs.push(lhr)
    }
    const score = name => Math.round(100 * runs.map(r => r.categories[name].score).sort((a, b) => a - b)[1])
    const faults = runs[0].categories.accessibility.auditRefs.concat(runs[0].categories['best-practices'].auditRefs)
      .map(ref => runs[0].audits[ref.id])
      .filter(audit => audit.score !== null && audit.score < 1 && audit.scoreDisplayMode !== 'informative')
      .map(audit => audit.id)
    console.log(JSON.stringify({
      url,
      at: runs[0].finalDisplayedUrl,
      accessibility: score('accessibility'),
      bestPractices: score('best-practices'),
      performance: score('performance'),
      faults: [...new Set(faults)],
    }))
  }
} finally {
  chrome.kill()
}
