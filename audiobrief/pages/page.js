// What a page can do beyond its links: chapters and times move the sound, and the sentence that is heard is marked.
// Focus is never moved, nothing is announced: a screen reader would talk over the speech.
"use strict";
(() => {
  const audio = document.querySelector("audio");
  const kept = "audiobrief.speed";

  const seek = (ms) => {
    audio.currentTime = ms / 1000;
    const started = audio.play();
    // Where the sound cannot play, the browser's own controls say so.
    if (started) started.catch(() => undefined);
  };

  // Links to a time in the sound file become buttons that move the player.
  for (const link of document.querySelectorAll("a[data-at]")) {
    const button = document.createElement("button");
    button.type = "button";
    for (const { name, value } of link.attributes) if (name !== "href") button.setAttribute(name, value);
    button.append(...link.childNodes);
    button.addEventListener("click", () => seek(Number(button.dataset.at)));
    link.replaceWith(button);
  }

  const sentences = [...document.querySelectorAll("[data-start]")];
  const starts = sentences.map((each) => Number(each.dataset.start));
  const ends = sentences.map((each) => Number(each.dataset.end));
  const chapters = [...document.querySelectorAll("#chapter-list [data-at]")];
  const edges = chapters.map((each) => Number(each.dataset.at));

  document.querySelector("main").addEventListener("click", (event) => {
    const sentence = event.target.closest("[data-start]");
    // Whoever selects words wants to copy them.
    if (sentence && !event.target.closest("a, button") && document.getSelection().isCollapsed) {
      seek(Number(sentence.dataset.start));
    }
  });

  // Index of the last moment that is not after this one, or -1.
  const last = (moments, ms) => {
    let low = 0;
    let high = moments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (moments[middle] <= ms) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  let heard = null;
  let current = null;
  const show = () => {
    const ms = audio.currentTime * 1000 + 1;
    const at = last(starts, ms);
    const now = at >= 0 && ms < ends[at] && ms > 1 ? sentences[at] : null;
    if (now !== heard) {
      if (heard) heard.classList.remove("now");
      if (now) now.classList.add("now");
      heard = now;
    }
    const chapter = chapters[Math.max(0, last(edges, ms))];
    if (chapter && chapter !== current) {
      if (current) current.removeAttribute("aria-current");
      chapter.setAttribute("aria-current", "true");
      current = chapter;
    }
  };
  const follow = () => {
    show();
    if (!audio.paused && !audio.ended) requestAnimationFrame(follow);
  };
  for (const name of ["timeupdate", "seeking", "seeked", "pause", "ended"]) audio.addEventListener(name, show);
  audio.addEventListener("play", follow);

  const speed = document.getElementById("speed-choice");
  // A browser that keeps nothing for this page throws: then the choice holds for this visit.
  const store = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null;
    }
  };
  const pace = () => {
    audio.defaultPlaybackRate = Number(speed.value);
    audio.playbackRate = Number(speed.value);
  };
  const chosen = store((place) => place.getItem(kept));
  if ([...speed.options].some((option) => option.value === chosen)) speed.value = chosen;
  speed.addEventListener("change", () => {
    pace();
    store((place) => place.setItem(kept, speed.value));
  });
  for (const button of document.querySelectorAll("[data-by]")) {
    button.addEventListener("click", () => {
      const to = audio.currentTime + Number(button.dataset.by);
      audio.currentTime = Math.max(0, Number.isFinite(audio.duration) ? Math.min(to, audio.duration) : to);
    });
  }
  document.getElementById("tools").hidden = false;
  pace();

  // An address that ends in the id of a sentence opens the page at its time, without a sound.
  const linked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (linked && linked.dataset.start) audio.currentTime = Number(linked.dataset.start) / 1000;
  show();
})();
