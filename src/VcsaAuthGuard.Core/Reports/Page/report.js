// The page's own script: charts (where ECharts was built in), filters and copy buttons. The tables need none of it.
(() => {
  'use strict';
  const MINUTE = 60000;
  const WIDTHS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1440, 2880, 10080];
  const MOST_BINS = 260;
  const PRINT_WIDTH = 690;
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById('report-data').textContent);
  const colour = name => getComputedStyle(root).getPropertyValue('--' + name).trim();
  const plain = text => text.replace(/[{}]/g, '·'); // ECharts reads {style|text} in a tooltip.
  const iso = time => new Date(time).toISOString().slice(0, 16).replace('T', ' ');
  const clock = (time, other) => iso(time).slice(iso(time).slice(0, 10) === iso(other).slice(0, 10) ? 11 : 0);
  const figure = number => number.toLocaleString('en-US');
  const span = minutes => minutes % 1440 === 0 && minutes > 1440 ? minutes / 1440 + ' days' : minutes % 60 === 0 ? minutes / 60 + ' h' : minutes + ' min';

  // ---- What is shown of the tables
  const bar = document.getElementById('filter');
  let filter = null;

  const articleOf = id => document.querySelector(`article[data-case="${id}"]`);
  const has = (element, name, value) => (element.dataset[name] || '').split(' ').includes(String(value));

  function isInTime(element) {
    if (filter.from === undefined) {
      return true;
    }
    const from = Number(element.dataset.from);
    const to = Number(element.dataset.to || element.dataset.from);
    return element.dataset.from !== undefined && from <= filter.to && to >= filter.from;
  }

  const isShown = {
    evidence: element => isInTime(element) && (filter.client === undefined || has(element, 'clients', filter.client)) && (filter.host === undefined || has(element, 'hosts', filter.host)),
    client: element => filter.host !== undefined && filter.from === undefined || (filter.client === undefined ? isInTime(element) : has(element, 'clients', filter.client)),
    figures: element => isInTime(element),
  };

  function apply(next) {
    filter = next;
    document.querySelectorAll('article [data-from][hidden], article [data-item][hidden], article [data-pick][hidden]').forEach(element => { element.hidden = false; });
    document.querySelectorAll('.picked').forEach(element => element.classList.remove('picked'));
    document.querySelectorAll('.pick[aria-pressed=true]').forEach(button => button.setAttribute('aria-pressed', 'false'));
    bar.hidden = filter === null;
    bar.replaceChildren();
    if (filter === null) {
      return;
    }
    const article = articleOf(filter.id);
    const counts = [];
    for (const [kind, selector, name] of [['evidence', '[data-item=evidence]', 'pieces of evidence'], ['client', 'tr[data-pick=client]', 'clients'], ['figures', 'tr[data-from]:not([data-pick])', null]]) {
      const all = [...article.querySelectorAll(selector)];
      all.forEach(element => { element.hidden = !isShown[kind](element); });
      if (name && all.length > 0) {
        counts.push(`${all.filter(element => !element.hidden).length} of ${all.length} ${name}`);
      }
    }
    article.querySelectorAll('tr[data-pick]').forEach(row => {
      const isPicked = filter.key === keyOf(row);
      row.classList.toggle('picked', isPicked);
      row.querySelector('.pick').setAttribute('aria-pressed', String(isPicked));
    });
    const clear = document.createElement('button');
    clear.type = 'button';
    clear.textContent = 'Show all (Esc)';
    clear.addEventListener('click', () => apply(null));
    bar.append(`${filter.label}: ${counts.join(', ')}`, clear);
  }

  const keyOf = row => row.dataset.pick + (row.dataset.pick === 'burst' ? row.dataset.from + '-' + row.dataset.to : row.dataset.clients || row.dataset.hosts);
  const textOf = row => row.querySelector('th').textContent;

  function pick(row, times) {
    const id = row.closest('article').dataset.case;
    const key = keyOf(row);
    if (filter && filter.key === key && filter.id === id && !times) {
      apply(null);
      return;
    }
    const kind = row.dataset.pick;
    if (kind === 'burst') {
      const [from, to] = [Number(row.dataset.from), Number(row.dataset.to)];
      apply({ id, key, from, to, label: `Burst ${iso(from)} to ${clock(to, from)}` });
    } else if (kind === 'client') {
      apply({ id, key, client: row.dataset.clients, label: textOf(row) });
    } else {
      apply({ id, key, host: row.dataset.hosts, ...times, label: textOf(row) + (times ? `, ${iso(times.from)} to ${clock(times.to, times.from)}` : '') });
    }
  }

  document.querySelectorAll('tr[data-pick]').forEach(row => {
    const head = row.querySelector('th');
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'pick';
    button.setAttribute('aria-pressed', 'false');
    button.title = 'Show only what belongs to it';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => pick(row));
  });
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && filter) {
      apply(null);
    }
  });

  // ---- Commands to copy
  document.querySelectorAll('pre.command').forEach(command => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', 'Copy the command');
    button.addEventListener('click', async () => {
      const code = command.querySelector('code');
      try {
        await navigator.clipboard.writeText(code.textContent);
      } catch {
        // No clipboard for this page: mark the command, and copy it the old way.
        getSelection().selectAllChildren(code);
        document.execCommand('copy');
      }
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = 'Copy'; }, 1500);
    });
    command.classList.add('copyable');
    command.append(button);
  });

  // ---- Charts
  if (!window.echarts) {
    return;
  }
  root.classList.add('charted');
  const charts = [];

  const text = () => ({ color: colour('soft'), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 11.5 });
  const tooltip = () => ({
    renderMode: 'richText', confine: true, backgroundColor: colour('card'), borderColor: colour('line'), borderWidth: 1, padding: [7, 10], shadowBlur: 0,
    textStyle: { ...text(), color: colour('ink'), fontSize: 12, lineHeight: 17 },
  });
  const axisLine = () => ({ lineStyle: { color: colour('line') } });
  const timeAxis = (more) => ({
    type: 'time', axisLine: axisLine(), axisTick: axisLine(), axisLabel: { ...text(), hideOverlap: true, formatter: { day: '{MM}-{dd}', month: '{yyyy}-{MM}', year: '{yyyy}' } },
    splitLine: { show: false }, axisPointer: { label: { show: false }, lineStyle: { color: colour('soft'), type: 'dashed' } }, ...more,
  });
  const valueAxis = (name, more) => ({
    type: 'value', name, nameLocation: 'end', nameGap: 10, nameTextStyle: { ...text(), align: 'left' }, minInterval: 1, axisLabel: text(), splitNumber: 4,
    splitLine: { lineStyle: { color: colour('hair') } }, axisPointer: { show: false }, ...more,
  });
  const zoom = (axes, more) => [
    { type: 'inside', xAxisIndex: axes, filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: true, minValueSpan: 5 * MINUTE, ...more },
    {
      type: 'slider', xAxisIndex: axes, filterMode: 'none', height: 16, bottom: 6, minValueSpan: 5 * MINUTE, borderColor: colour('line'), fillerColor: colour('accent-soft'),
      backgroundColor: 'transparent', showDataShadow: false, handleStyle: { color: colour('card'), borderColor: colour('accent') }, moveHandleSize: 0,
      textStyle: text(), labelFormatter: value => iso(value).slice(5), brushSelect: false, ...more,
    },
  ];

  function legend(element, entries) {
    const list = element.nextElementSibling?.classList.contains('legend') ? element.nextElementSibling : document.createElement('p');
    list.className = 'legend note';
    list.replaceChildren(...entries.map(([className, label, row]) => {
      const entry = document.createElement(row ? 'button' : 'span');
      const swatch = document.createElement('i');
      swatch.className = 'swatch ' + className;
      entry.append(swatch, label);
      if (row) {
        entry.type = 'button';
        entry.title = 'Show only this client';
        entry.addEventListener('click', () => pick(row));
      }
      return entry;
    }));
    element.after(list);
  }

  // What a chart over time has in common: the range in observation, and keys that move it.
  function onRange(chart, element, from, to, changed) {
    const range = () => {
      const { startValue, endValue } = chart.getOption().dataZoom[0];
      return [startValue ?? from, endValue ?? to];
    };
    let isAsked = false;
    chart.on('datazoom', () => {
      if (!isAsked) {
        isAsked = true;
        requestAnimationFrame(() => { isAsked = false; changed(); });
      }
    });
    element.addEventListener('keydown', event => {
      const [start, end] = range();
      const length = end - start;
      const moves = {
        ArrowLeft: [start - length / 4, end - length / 4], ArrowRight: [start + length / 4, end + length / 4],
        '+': [start + length / 4, end - length / 4], '-': [start - length / 2, end + length / 2], 0: [from, to],
      };
      const move = moves[event.key === '=' ? '+' : event.key];
      if (move && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        const kept = Math.min(move[1] - move[0], to - from);
        const first = Math.max(from, Math.min(move[0], to - kept));
        chart.dispatchAction({ type: 'dataZoom', startValue: first, endValue: first + kept });
      }
    });
    return range;
  }

  // The fullest minute of each bin in observation: a burst does not drown in a wide bin.
  function binned(points, base, width, start, end, value) {
    const size = width * MINUTE;
    const first = Math.floor(start / size) * size;
    const values = new Array(Math.ceil((end - first) / size) + 1).fill(0);
    for (const point of points) {
      const at = Math.floor((base + point[0] * MINUTE - first) / size);
      if (at >= 0 && at < values.length) {
        values[at] = Math.max(values[at], value(point));
      }
    }
    return values.map((found, at) => [first + at * size + size / 2, found]);
  }

  function timeChart(element, item) {
    const article = articleOf(item.id);
    const rows = [...article.querySelectorAll('tr[data-pick=client]')];
    const bursts = [...article.querySelectorAll('tr[data-pick=burst]')];
    const least = Math.max(item.faults.width, ...item.clients.map(client => client.width));
    const hasLogins = item.clients.length > 0;
    element.style.height = hasLogins ? '430px' : '270px';
    const chart = echarts.init(element, null, { renderer: 'canvas', useDirtyRect: false });
    const range = onRange(chart, element, item.from, item.to, () => chart.setOption(figures()));
    let width = least;

    function figures() {
      const [start, end] = chart.getOption()?.dataZoom ? range() : [item.from, item.to];
      width = WIDTHS.find(wide => wide >= least && (end - start) / (wide * MINUTE) <= MOST_BINS) ?? least;
      const pixels = (chart.getWidth() - 70) * width * MINUTE / (end - start);
      const threshold = item.threshold / item.period;
      const shortest = (end - start) / 80;
      const bars = { type: 'bar', stack: 'faults', barWidth: Math.max(1.5, pixels * 0.86), xAxisIndex: 0, yAxisIndex: 0, cursor: 'pointer', animation: false };
      return {
        yAxis: [{ name: 'faults per minute' + (width > 1 ? `, fullest of ${span(width)}` : '') }, ...hasLogins ? [{ name: 'logins per minute' + (width > 1 ? `, fullest of ${span(width)}` : '') }] : []],
        series: [
          {
            ...bars, id: 'refused', name: 'Refused calls', itemStyle: { color: colour('refused') },
            data: binned(item.faults.points, item.from, width, start, end, point => point[3]),
            markArea: {
              itemStyle: { color: colour('burst') }, emphasis: { itemStyle: { opacity: 0.7 } }, cursor: 'pointer',
              data: item.bursts.map(([from, to], at) => {
                const more = Math.max(0, shortest - (to - from)) / 2;
                return [{ name: String(at), xAxis: from - more, label: { show: false } }, { xAxis: to + more }];
              }),
            },
            markLine: {
              silent: true, symbol: 'none', animation: false, lineStyle: { color: colour('ink'), type: [5, 4], width: 1 },
              label: { ...text(), color: colour('ink'), position: 'insideStartTop', formatter: `alert: more than ${item.threshold} in ${item.period} min (${Math.round(threshold * 100) / 100} a minute)` },
              data: [{ yAxis: threshold }],
            },
          },
          { ...bars, id: 'other', name: 'Other faults', itemStyle: { color: colour('faint') }, data: binned(item.faults.points, item.from, width, start, end, point => point[4]) },
          ...item.clients.map((client, at) => ({
            type: 'line', id: 'client' + at, name: client.name + (client.mean ? ' (mean)' : ''), xAxisIndex: 1, yAxisIndex: 1, step: 'middle', showSymbol: false, animation: false, triggerLineEvent: true, cursor: 'pointer',
            lineStyle: { width: at === 0 ? 2 : 1.5, color: colour('c' + at), type: at % 2 === 0 ? 'solid' : [4, 2] }, itemStyle: { color: colour('c' + at) },
            areaStyle: at === 0 ? { color: colour('c0'), opacity: 0.1 } : undefined,
            data: binned(client.points, item.from, width, start, end, point => point[2]),
          })),
          // An axis with bars makes room for half a bar: both do, or they would not stand below each other.
          ...hasLogins ? [{ ...bars, id: 'aligned', stack: 'aligned', xAxisIndex: 1, yAxisIndex: 1, silent: true, data: binned([], item.from, width, start, end) }] : [],
        ],
      };
    }

    function tip(points) {
      const start = points[0].axisValue - width * MINUTE / 2;
      const lines = points.filter(point => point.value[1] > 0).map(point => `${plain(point.seriesName)}: ${figure(point.value[1])}`);
      return [`${iso(start)}${width > 1 ? ' to ' + clock(start + width * MINUTE, start) + ', a minute at most' : ''} ${data.zone}`, ...lines.length ? lines : ['nothing']].join('\n');
    }

    function draw() {
      chart.setOption({
        useUTC: true, animation: false, textStyle: text(), tooltip: { ...tooltip(), trigger: 'axis', formatter: tip }, axisPointer: { link: [{ xAxisIndex: 'all' }] },
        grid: hasLogins ? [{ left: 44, right: 14, top: 34, height: 170 }, { left: 44, right: 14, top: 258, height: 110 }] : [{ left: 44, right: 14, top: 34, height: 170 }],
        xAxis: [0, ...hasLogins ? [1] : []].map(grid => timeAxis({ gridIndex: grid, min: item.from, max: item.to })),
        yAxis: [valueAxis('faults per minute', { gridIndex: 0, max: value => value.max < 1.5 * item.threshold / item.period ? Math.ceil(1.5 * item.threshold / item.period) : null }), ...hasLogins ? [valueAxis('logins per minute', { gridIndex: 1 })] : []],
        dataZoom: zoom(hasLogins ? [0, 1] : [0]),
      });
      chart.setOption(figures());
    }

    legend(element, [
      ['refused', 'refused calls'], ['other-faults', 'other faults'], ...item.bursts.length ? [['burst', 'burst']] : [],
      ...item.clients.map((client, at) => ['line c' + at, client.name, rows[client.row]]),
    ]);
    chart.on('click', event => {
      if (event.componentType === 'markArea') {
        pick(bursts[Number(event.name)]);
      } else if (event.seriesType === 'line') {
        pick(rows[item.clients[event.seriesIndex - 2].row]);
      } else if (event.seriesType === 'bar') {
        const from = event.value[0] - width * MINUTE / 2;
        const to = from + width * MINUTE - 1;
        apply({ id: item.id, key: '', from, to, label: `${iso(from)} to ${clock(to + 1, from)}` });
      }
    });
    draw();
    return { chart, draw };
  }

  function hostChart(element, item) {
    const { names, columns, starts, cells, zone } = item.hosts;
    const rows = [...articleOf(item.id).querySelectorAll('tr[data-pick=host]')];
    const most = Math.max(...cells.map(cell => cell[2]));
    element.style.height = names.length * 24 + 58 + 'px';
    const chart = echarts.init(element, null, { renderer: 'canvas' });

    function draw() {
      const left = Math.min(150, Math.max(60, ...names.map(name => name.length * 6.6 + 14)), element.clientWidth * 0.36);
      const room = Math.min(110, (chart.getWidth() - left - 14) / columns.length);
      const right = Math.max(14, chart.getWidth() - left - columns.length * 110);
      chart.setOption({
        animation: false, textStyle: text(), grid: { left, right, top: 8, bottom: 44 },
        tooltip: { ...tooltip(), formatter: ({ value }) => `${plain(names[value[1]])}, ${columns[value[0]]} ${zone}\n${figure(value[2])} fault${value[2] === 1 ? '' : 's'}` },
        xAxis: { type: 'category', data: columns, axisLine: axisLine(), axisTick: { show: false }, axisLabel: { ...text(), hideOverlap: true }, name: `hour (${zone})`, nameLocation: 'middle', nameGap: 26, nameTextStyle: text() },
        yAxis: { type: 'category', data: names, inverse: true, axisLine: axisLine(), axisTick: { show: false }, axisLabel: { ...text(), width: left - 10, overflow: 'truncate' } },
        visualMap: { show: false, min: 0, max: most, inRange: { color: ['heat0', 'heat1', 'heat2', 'heat3'].map(colour) } },
        series: [{
          type: 'heatmap', id: 'hosts', progressive: 0, cursor: 'pointer', itemStyle: { borderColor: colour('card'), borderWidth: 1.5 },
          data: cells.map(value => ({ value, label: { color: value[2] > 0.6 * most ? colour('card') : colour('ink') } })),
          label: { show: room >= 22, fontSize: 11, formatter: ({ value }) => figure(value[2]) }, emphasis: { itemStyle: { borderColor: colour('ink') } },
        }],
      });
    }

    chart.on('click', ({ value }) => {
      const start = starts[value[0]];
      pick(rows[value[1]], start === undefined ? undefined : { from: start, to: start + 60 * MINUTE - 1 });
    });
    draw();
    return { chart, draw };
  }

  function windowChart(element, item) {
    const { rows, from, to, planned } = item;
    const colours = { Backup: 'c0', Automation: 'c1', Maintenance: 'c5' };
    const kinds = planned ? ['before', 'clashBefore', 'after', 'clashAfter'] : ['before', 'clashBefore'];
    element.style.height = rows.length * (planned ? 40 : 28) + 86 + 'px';
    const chart = echarts.init(element, null, { renderer: 'canvas' });
    onRange(chart, element, from, to, () => {});

    // The night in which windows run together for longest, or in which calls were refused.
    function night() {
      const day = 1440;
      const start = new Date(from);
      const noon = ((12 - start.getUTCHours() + 24) % 24) * 60 - start.getUTCMinutes();
      let best = [0, -1];
      for (let at = noon - day; at < (to - from) / MINUTE; at += day) {
        const within = (first, last) => Math.max(0, Math.min(last, at + day) - Math.max(first, at));
        const clash = rows.flatMap(row => row.clashBefore).reduce((sum, [first, last]) => sum + within(first, last), 0);
        const isRefused = item.bursts.some(([first, last]) => last >= from + at * MINUTE && first <= from + (at + day) * MINUTE);
        best = clash + (isRefused ? 1e6 : 0) > best[1] ? [at, clash + (isRefused ? 1e6 : 0)] : best;
      }
      const first = Math.max(from, from + best[0] * MINUTE);
      return best[1] > 0 ? [first, Math.min(to, first + day * MINUTE)] : [from, to];
    }

    function render(params, api) {
      const kind = kinds[api.value(3)];
      const [left, middle] = api.coord([api.value(1), api.value(0)]);
      const right = api.coord([api.value(2), api.value(0)])[0];
      const full = api.size([0, 1])[1] * (planned ? 0.34 : 0.5);
      const isAfter = kind.endsWith('fter');
      const top = planned ? (isAfter ? middle + 1.5 : middle - full - 1.5) : middle - full / 2;
      const area = params.coordSys;
      const shape = echarts.graphic.clipRectByRect({ x: left, y: top, width: Math.max(2, right - left), height: full }, area);
      if (!shape) {
        return null;
      }
      const isClash = kind.startsWith('clash');
      const own = colour(isClash ? 'refused' : colours[rows[api.value(0)].role]);
      const isHollow = planned && !isAfter && !isClash;
      const children = [{ type: 'rect', shape: { ...shape, r: isClash ? 0 : 2 }, style: { fill: isHollow ? 'transparent' : own, stroke: own, lineWidth: isHollow ? 1.5 : 0, opacity: isClash ? 0.92 : 1 } }];
      for (let x = shape.x - shape.height; isClash && x < shape.x + shape.width; x += 7) {
        // Stripes: it is not only the colour that tells.
        const [x1, x2] = [Math.max(x, shape.x), Math.min(x + shape.height, shape.x + shape.width)];
        children.push({ type: 'line', silent: true, shape: { x1, y1: shape.y + shape.height - (x1 - x), x2, y2: shape.y + shape.height - (x2 - x) }, style: { stroke: colour('card'), lineWidth: 1.2 } });
      }
      return { type: 'group', children };
    }

    function draw() {
      const left = Math.min(190, Math.max(70, ...rows.map(row => row.name.length * 6.6 + 14)), element.clientWidth * 0.34);
      const [startValue, endValue] = chart.getOption()?.dataZoom ? [chart.getOption().dataZoom[0].startValue, chart.getOption().dataZoom[0].endValue] : night();
      const names = { before: planned ? 'before' : 'runs', clashBefore: 'together' + (planned ? ', before' : ''), after: 'after', clashAfter: 'together, after' };
      chart.setOption({
        useUTC: true, animation: false, textStyle: text(), grid: { left, right: 14, top: 10, bottom: 60 },
        tooltip: {
          ...tooltip(), trigger: 'item',
          formatter: ({ value, componentType }) => componentType === 'markArea' ? 'burst of refused calls' : `${plain(rows[value[0]].name)}, ${names[kinds[value[3]]]}\n${iso(value[1])} to ${clock(value[2], value[1])} ${data.zone}`,
        },
        xAxis: timeAxis({ min: from, max: to, splitLine: { show: true, lineStyle: { color: colour('hair') } } }),
        yAxis: { type: 'category', data: rows.map(row => row.name), inverse: true, axisLine: axisLine(), axisTick: { show: false }, axisLabel: { ...text(), width: left - 10, overflow: 'truncate' }, splitLine: { show: true, lineStyle: { color: colour('hair') } } },
        dataZoom: zoom([0], { startValue, endValue, minValueSpan: 60 * MINUTE }),
        series: [{
          type: 'custom', id: 'windows', progressive: 0, renderItem: render, encode: { x: [1, 2], y: 0 },
          data: rows.flatMap((row, at) => kinds.flatMap((kind, number) => (row[kind] || []).map(([first, last]) => [at, from + first * MINUTE, from + last * MINUTE, number]))),
          markArea: { itemStyle: { color: colour('burst') }, data: item.bursts.map(([first, last]) => [{ xAxis: first }, { xAxis: last }]) },
        }],
      });
    }

    legend(element, [
      ['c0', 'backup'], ['c1', 'automation'], ['c5', 'maintenance'], ['clash', 'different roles together'], ...item.bursts.length ? [['burst', 'burst of refused calls']] : [],
      ...planned ? [['hollow', 'upper bar: before the plan'], ['full', 'lower bar: after it']] : [],
    ]);
    draw();
    return { chart, draw };
  }

  const items = Object.fromEntries(data.cases.map(item => [item.id, item]));
  const kinds = { time: timeChart, hosts: hostChart, windows: windowChart };
  document.querySelectorAll('.chart').forEach(element => {
    charts.push(kinds[element.dataset.chart](element, element.dataset.case ? items[element.dataset.case] : data.windows));
  });

  const redraw = () => charts.forEach(({ draw }) => draw());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  let lastWidth = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth !== lastWidth) {
      lastWidth = innerWidth;
      charts.forEach(({ chart, draw }) => { chart.resize(); draw(); });
    }
  });
  // On paper: light, as wide as the paper, and as a picture, for a canvas is printed before all of it is drawn.
  addEventListener('beforeprint', () => {
    root.dataset.theme = 'light';
    charts.forEach(({ chart, draw }) => {
      chart.resize({ width: PRINT_WIDTH });
      draw();
      const picture = document.createElement('img');
      picture.className = 'picture';
      picture.alt = chart.getDom().getAttribute('aria-label');
      picture.src = chart.getDataURL({ pixelRatio: 2, backgroundColor: '#fff' });
      chart.getDom().after(picture);
    });
  });
  addEventListener('afterprint', () => {
    delete root.dataset.theme;
    document.querySelectorAll('.picture').forEach(picture => picture.remove());
    charts.forEach(({ chart, draw }) => { chart.resize({ width: 'auto' }); draw(); });
  });
})();
