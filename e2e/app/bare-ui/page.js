// Writes down what the app tells the page, in the order it comes.
const list = document.querySelector('#events');
for (const event of ['router-state-changed', 'link-opened', 'navigate', 'notice']) {
  window.woollamaShell?.subscribe(event, (data) => {
    const item = document.createElement('li');
    item.textContent = JSON.stringify({ event, data });
    list.append(item);
  });
}
