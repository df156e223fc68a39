<?xml version="1.0" encoding="UTF-8"?>
<!-- Makes a page of the feed for people who open it in a browser. -->
<xsl:stylesheet version="1.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:podcast="https://podcastindex.org/namespace/1.0"
  xmlns:atom="http://www.w3.org/2005/Atom"
  exclude-result-prefixes="itunes podcast atom">
  <xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat"/>
  <xsl:template match="/rss/channel">
    <html lang="{language}">
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title><xsl:value-of select="title"/></title>
        <style>
          body { font: 1.125rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 0 auto; padding: 1rem;
                 color: #1a1a1a; background: #fff; }
          a { color: #00369c; }
          a:focus, audio:focus, input:focus { outline: 3px solid #00369c; outline-offset: 2px; }
          h1 { line-height: 1.2; }
          img { width: 12rem; height: auto; }
          audio { width: 100%; }
          article { border-top: 1px solid #595959; }
          input { font: inherit; width: 100%; box-sizing: border-box; }
          @media (prefers-color-scheme: dark) {
            body { color: #f2f2f2; background: #121212; }
            a { color: #9ec1ff; }
          }
        </style>
      </head>
      <body>
        <header>
          <h1><xsl:value-of select="title"/></h1>
          <img src="{itunes:image/@href}" alt="{podcast:image/@alt}"/>
          <p><xsl:value-of select="description"/></p>
          <p><a href="{link}">Web page of the show</a></p>
          <p>
            <label for="address">This is a podcast feed. To subscribe, copy its address into a podcast app:</label>
            <input id="address" readonly="readonly" value="{atom:link[@rel='self']/@href}"/>
          </p>
        </header>
        <main>
          <h2>Episodes</h2>
          <xsl:apply-templates select="item"/>
        </main>
      </body>
    </html>
  </xsl:template>
  <xsl:template match="item">
    <article>
      <h3><xsl:value-of select="title"/></h3>
      <p><xsl:value-of select="substring(pubDate, 1, 16)"/></p>
      <audio controls="controls" preload="none" src="{enclosure/@url}" aria-label="{title}"/>
      <p style="white-space: pre-line"><xsl:value-of select="description"/></p>
      <ul>
        <xsl:for-each select="podcast:transcript[@type='text/html']">
          <li><a href="{@url}">Transcript</a></li>
        </xsl:for-each>
        <xsl:choose>
          <xsl:when test="link = concat(substring-before(enclosure/@url, 'episode.mp3'), 'index.html')">
            <li><a href="{link}">Page of the episode</a></li>
          </xsl:when>
          <xsl:when test="link">
            <li><a href="{link}">Printed story</a></li>
          </xsl:when>
        </xsl:choose>
        <li><a href="{enclosure/@url}">Sound file</a></li>
      </ul>
    </article>
  </xsl:template>
</xsl:stylesheet>
