using System.Text;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Logs.Reading;

namespace VcsaAuthGuard.LogPlatforms.Reading;

/// <summary>
/// Reassembles entries that a collector split at their <c>--></c> lines. A search finds only the lines that contain the search terms, so
/// the logs of the same hosts and files are read from a second before such a line to a second after it: the spans of a whole page with one
/// query where they are near each other.
/// </summary>
internal sealed class SplitEntryReassembler(IPlatformSearch search, IReadOnlyList<SearchPhrase> phrases)
{
    /// <summary>The largest difference between the times that a collector gives to the lines of one entry, in nanoseconds.</summary>
    public const long Reach = 1000 * UnixTime.NanosecondsPerMillisecond;

    /// <summary>The longest time between two parts that one span covers with all lines between them, in nanoseconds.</summary>
    private const long MaxGapInSpan = 4 * Reach;

    /// <summary>
    /// The number of spans that a query names: OpenSearch allows 1,024 clauses (<c>indices.query.bool.max_clause_count</c>).
    /// </summary>
    private const int MaxSpans = 500;

    /// <summary>The number of hosts in a query that names times in its address.</summary>
    private const int MaxHosts = 50;

    /// <summary>The number of queries for the spans of a page above which a query names each span, where the platform can.</summary>
    private const int MaxQueries = 2;

    /// <summary>The longest time between two spans of one query that reads all lines, those between the spans too.</summary>
    private const long MaxGapOfAllLines = 30 * Reach;

    private readonly NeedleSet? _needles = phrases.Count == 0 ? null : new([.. phrases.Select(phrase => phrase.Literal).Distinct()]);

    /// <summary>The first lines returned with the previous page that are recent enough to be found again with the next one.</summary>
    private HashSet<(string?, string?, long, string, string)> _given = [];

    /// <summary>Gets the number of reassembled entries whose lines share their time with others, where the platform guarantees no
    /// order.</summary>
    public long Doubtful { get; private set; }

    /// <summary>Gets the number of lines that cannot be reassembled, because their event names no host.</summary>
    public long Unplaced { get; private set; }

    /// <summary>Determines whether a page has lines of split entries.</summary>
    public static bool HasParts(IReadOnlyList<PlatformEvent> found) =>
        found.Any(item => EntryShape.IsContinuation(item.Text) || EntryShape.IsOpen(item.Text));

    /// <summary>Returns the entries of a page of events.</summary>
    public async Task<IReadOnlyList<PlatformEvent>> JoinAsync(IReadOnlyList<PlatformEvent> found, CancellationToken token)
    {
        List<PlatformEvent> whole = new(found.Count);
        List<PlatformEvent> parts = [];
        foreach (PlatformEvent item in found)
        {
            if (item.Text.Length == 0)
            {
                continue;
            }

            bool isContinuation = EntryShape.IsContinuation(item.Text);
            if (isContinuation && EntryShape.LineOfDump(item.Text) is string line)
            {
                whole.Add(item with { Text = line });
            }
            else if (!isContinuation && !EntryShape.IsOpen(item.Text))
            {
                whole.Add(item);
            }
            else if (item.Host is null)
            {
                Unplaced++;
                whole.Add(item);
            }
            else if (IsWanted(item.Text))
            {
                // A search by words may find more than the reader does, and reading around that would be for nothing.
                parts.Add(item);
            }
        }

        if (parts.Count == 0)
        {
            return whole;
        }

        IEnumerable<PlatformEvent> joined = await ReadAsync(parts, token).ConfigureAwait(false);
        long oldest = found[found.Count - 1].Nanoseconds - (2 * Reach);
        HashSet<(string?, string?, long, string, string)> given = [.. _given.Where(key => key.Item3 >= oldest)];
        foreach (PlatformEvent entry in joined)
        {
            // The other lines can be in another order with each response.
            var key = (entry.Host, entry.Log, entry.Nanoseconds, entry.Id, entry.Text.Split('\n')[0]);
            if (!_given.Contains(key))
            {
                whole.Add(entry);
                if (entry.Nanoseconds >= oldest)
                {
                    given.Add(key);
                }
            }
        }

        _given = given;
        return [.. whole.OrderBy(entry => entry.Nanoseconds)];
    }

    /// <summary>Returns the ranges of each log that contain the entries of its parts, in order of time.</summary>
    private static List<PlatformSpan> Spans(IEnumerable<PlatformEvent> parts)
    {
        List<PlatformSpan> spans = [];
        foreach (IGrouping<(string?, string?), PlatformEvent> stream in parts.GroupBy(part => part.Stream))
        {
            PlatformSpan? open = null;
            foreach (PlatformEvent part in stream.OrderBy(part => part.Nanoseconds))
            {
                long from = part.Nanoseconds - Reach, to = part.Nanoseconds + Reach + 1;
                if (open is not null && from - open.To <= MaxGapInSpan)
                {
                    open = open with { To = to, Times = [.. open.Times, part.Nanoseconds] };
                    spans[spans.Count - 1] = open;
                }
                else
                {
                    spans.Add(open = new(part.Host!, part.LogField, part.Log, from, to, [part.Nanoseconds]));
                }
            }
        }

        spans.Sort((left, right) => left.From.CompareTo(right.From));
        return spans;
    }

    /// <summary>Divides spans into those whose hosts and times one query names.</summary>
    private static IEnumerable<List<PlatformSpan>> GroupsOfTimes(List<PlatformSpan> spans, int maxTimes)
    {
        List<PlatformSpan> group = [];
        HashSet<string> hosts = [];
        int times = 0;
        foreach (PlatformSpan span in spans)
        {
            hosts.Add(span.Host);
            times += span.Times.Count;
            if (group.Count > 0 && (times > maxTimes || hosts.Count > MaxHosts))
            {
                yield return group;
                (group, hosts, times) = ([], [span.Host], span.Times.Count);
            }

            group.Add(span);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    /// <summary>Divides spans into those that one query reads.</summary>
    private static IEnumerable<List<PlatformSpan>> Groups(List<PlatformSpan> spans, long maxGap)
    {
        List<PlatformSpan> group = [];
        long end = 0;
        foreach (PlatformSpan span in spans)
        {
            bool isFull = maxGap == long.MaxValue ? group.Count == MaxSpans : group.Count > 0 && span.From - end > maxGap;
            if (isFull)
            {
                yield return group;
                (group, end) = ([], 0);
            }

            group.Add(span);
            end = Math.Max(end, span.To);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    private bool IsWanted(string text) => _needles is null || _needles.IndexIn(Encoding.UTF8.GetBytes(text)) >= 0;

    /// <summary>Reads the entries of parts, all of one page with few queries.</summary>
    private async Task<IEnumerable<PlatformEvent>> ReadAsync(List<PlatformEvent> parts, CancellationToken token)
    {
        HashSet<PlatformEvent> wanted = [.. parts];
        IReadOnlyList<SearchPhrase> selected = search.CanSelectContinuations ? phrases : [];
        List<PlatformSpan> spans = Spans(parts);
        List<List<PlatformSpan>> near = [.. Groups(spans, search.MaxSpanGap)];
        bool namesTimes = near.Count > MaxQueries && search.MaxTimes > 0;
        List<EntryInParts> entries = namesTimes
            ? await ReadAsync([.. GroupsOfTimes(spans, search.MaxTimes)], Selection.Times, selected, wanted, token).ConfigureAwait(false)
            : await ReadAsync(spans, near, selected, wanted, token).ConfigureAwait(false);
        if (selected.Count > 0 || namesTimes)
        {
            // Where a line may have been left out, all lines are read, and only there.
            PlatformEvent[] unclear = [.. entries.Where(entry => !entry.IsDelimited).SelectMany(entry => entry.Wanted)];
            spans = Spans(unclear);
            List<EntryInParts> read = unclear.Length == 0
                ? []
                : await ReadAsync(spans, [.. Groups(spans, MaxGapOfAllLines)], [], [.. unclear], token).ConfigureAwait(false);
            entries = [.. entries.Where(entry => entry.IsDelimited), .. read];
        }

        Doubtful += entries.Count(entry => entry.IsDoubtful);
        return entries.Select(entry => entry.Joined());
    }

    /// <summary>Reads spans: each by its name where they are in many groups and the platform can, or else group by group.</summary>
    private async Task<List<EntryInParts>> ReadAsync(
        List<PlatformSpan> spans,
        List<List<PlatformSpan>> near,
        IReadOnlyList<SearchPhrase> selected,
        HashSet<PlatformEvent> wanted,
        CancellationToken token)
    {
        if (near.Count > MaxQueries && search.CanNameSpans)
        {
            try
            {
                return await ReadAsync([.. Groups(spans, long.MaxValue)], Selection.Spans, selected, wanted, token).ConfigureAwait(false);
            }
            catch (PlatformException) when (!search.CanNameSpans)
            {
                // This server's version cannot: a query for each group reads the same.
            }
        }

        return await ReadAsync(near, Selection.All, selected, wanted, token).ConfigureAwait(false);
    }

    private async Task<List<EntryInParts>> ReadAsync(
        List<List<PlatformSpan>> groups,
        Selection selection,
        IReadOnlyList<SearchPhrase> selected,
        HashSet<PlatformEvent> wanted,
        CancellationToken token)
    {
        List<EntryInParts>[] read = await Task
            .WhenAll(groups.Select(group => ReadAsync(group, selection, selected, wanted, token)))
            .ConfigureAwait(false);
        return [.. read.SelectMany(entries => entries)];
    }

    private async Task<List<EntryInParts>> ReadAsync(
        List<PlatformSpan> spans,
        Selection selection,
        IReadOnlyList<SearchPhrase> selected,
        HashSet<PlatformEvent> wanted,
        CancellationToken token)
    {
        PlatformFilter filter = new(spans[0].From, spans.Max(span => span.To), selected, spans)
        {
            NamesSpans = selection == Selection.Spans,
            NamesTimes = selection == Selection.Times,
        };
        IPlatformPages pages = search.Search(filter);
        Dictionary<(string?, string?), EntryInParts> open = [];
        List<EntryInParts> found = [];
        List<PlatformEvent> held = [];
        while (await pages.NextAsync(token).ConfigureAwait(false) is { } page)
        {
            // The lines of the last time may go on with the next page.
            held.AddRange(page.Where(line => line.Text.Length > 0));
            int whole = held.FindIndex(line => line.Nanoseconds == held[held.Count - 1].Nanoseconds);
            AddLines(held.Take(whole));
            held.RemoveRange(0, Math.Max(0, whole));
        }

        AddLines(held);
        return found;

        void AddLines(IEnumerable<PlatformEvent> lines)
        {
            foreach (IGrouping<(string?, string?), PlatformEvent> same in GroupsOfOneTime(lines))
            {
                open.TryGetValue(same.Key, out EntryInParts? entry);
                LinesOfOneTime arranged = LinesOfOneTime.Arrange([.. same], entry?.OpenBracketsAt(same.First().Nanoseconds) ?? 0);
                foreach (PlatformEvent line in arranged.Lines)
                {
                    if (entry is null || !EntryShape.IsContinuation(line.Text))
                    {
                        open[same.Key] = entry = new(line);
                    }
                    else
                    {
                        entry.Add(line);
                    }

                    entry.SharesItsTime |= arranged.IsDoubtful;
                    if (wanted.Contains(line))
                    {
                        if (entry.Wanted.Count == 0)
                        {
                            found.Add(entry);
                        }

                        entry.Wanted.Add(line);
                    }
                }
            }
        }
    }

    /// <summary>Groups lines by time, and those of one time by host and log.</summary>
    private static IEnumerable<IGrouping<(string?, string?), PlatformEvent>> GroupsOfOneTime(IEnumerable<PlatformEvent> lines)
    {
        List<PlatformEvent> same = [];
        foreach (PlatformEvent line in lines)
        {
            if (same.Count > 0 && same[0].Nanoseconds != line.Nanoseconds)
            {
                foreach (IGrouping<(string?, string?), PlatformEvent> group in same.GroupBy(item => item.Stream))
                {
                    yield return group;
                }

                same.Clear();
            }

            same.Add(line);
        }

        foreach (IGrouping<(string?, string?), PlatformEvent> group in same.GroupBy(item => item.Stream))
        {
            yield return group;
        }
    }

    /// <summary>Specifies the lines that a query about spans returns.</summary>
    private enum Selection
    {
        /// <summary>All from the first span to the last one.</summary>
        All,

        /// <summary>Those of each span.</summary>
        Spans,

        /// <summary>Those of the times of the parts.</summary>
        Times,
    }

    /// <summary>Represents an entry while its lines arrive.</summary>
    private sealed class EntryInParts
    {
        private const string Backtrace = "[context]";

        private readonly PlatformEvent _first;
        private readonly StringBuilder _text;
        private readonly bool _startsOpen;
        private int _open;
        private bool _hasMore;
        private bool _goesOn;

        public EntryInParts(PlatformEvent first)
        {
            _first = first;
            _text = new(first.Text.TrimEnd('\r', '\n'));
            _open = EntryShape.OpenBrackets(first.Text);
            _startsOpen = _open > 0 && !EntryShape.IsContinuation(first.Text);
        }

        /// <summary>Returns the number of brackets that its lines left open; 0 at a time when it has no more lines.</summary>
        public int OpenBracketsAt(long nanoseconds) => nanoseconds - _first.Nanoseconds <= Reach ? _open : 0;

        /// <summary>Gets the lines of the entry that the search found.</summary>
        public List<PlatformEvent> Wanted { get; } = [];

        public bool SharesItsTime { get; set; }

        public bool IsDoubtful => _hasMore && SharesItsTime;

        /// <summary>Gets a value indicating whether its brackets show that it has all of its lines and no others. Otherwise a line that
        /// the query left out may be the first one of what follows.</summary>
        public bool IsDelimited => _hasMore ? _startsOpen && _open == 0 && !_goesOn : !EntryShape.IsContinuation(_first.Text);

        public void Add(PlatformEvent line)
        {
            _goesOn |= _open <= 0 && !line.Text.Contains(Backtrace);
            _open += EntryShape.OpenBrackets(line.Text);
            _hasMore = true;

            // A little over the longest entry is enough to see that it was longer.
            if (_text.Length <= LogBlockReader.MaxEntryLength)
            {
                _text.Append('\n').Append(line.Text.TrimEnd('\r', '\n'));
            }
        }

        public PlatformEvent Joined() => _first with { Text = _text.ToString() };
    }
}
