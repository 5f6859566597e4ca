function createPageHTML(total, current, name, extension) {
  for (var number = 0; number < total; number++) {
    var file = name + (number === 0 ? "" : "_" + number) + "." + extension;
    document.write(number === current ? "<b>" + (number + 1) + "</b> " : '<a href="' + file + '">' + (number + 1) + "</a> ");
  }
}
