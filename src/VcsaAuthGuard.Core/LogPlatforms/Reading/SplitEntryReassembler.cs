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
            var key = (entry.Host, entry.Log, entry.Nanoseconds, entry.Id, entry.Text);
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
                    open = open with { To = to };
                    spans[spans.Count - 1] = open;
                }
                else
                {
                    spans.Add(open = new(part.Host!, part.LogField, part.Log, from, to));
                }
            }
        }

        spans.Sort((left, right) => left.From.CompareTo(right.From));
        return spans;
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
        List<EntryInParts> entries = await ReadAsync(Spans(parts), search.MaxSpanGap, selected, wanted, token).ConfigureAwait(false);
        if (selected.Count > 0)
        {
            // Where a first line may have been left out, all lines are read, and only there.
            PlatformEvent[] unclear = [.. entries.Where(entry => !entry.IsDelimited).SelectMany(entry => entry.Wanted)];
            List<EntryInParts> read = unclear.Length == 0
                ? []
                : await ReadAsync(Spans(unclear), MaxGapOfAllLines, [], [.. unclear], token).ConfigureAwait(false);
            entries = [.. entries.Where(entry => entry.IsDelimited), .. read];
        }

        Doubtful += entries.Count(entry => entry.IsDoubtful);
        return entries.Select(entry => entry.Joined());
    }

    private async Task<List<EntryInParts>> ReadAsync(
        List<PlatformSpan> spans,
        long maxGap,
        IReadOnlyList<SearchPhrase> selected,
        HashSet<PlatformEvent> wanted,
        CancellationToken token)
    {
        List<List<PlatformSpan>> near = [.. Groups(spans, maxGap)];
        if (near.Count > MaxQueries && search.CanNameSpans)
        {
            try
            {
                return await ReadAsync([.. Groups(spans, long.MaxValue)], namesSpans: true, selected, wanted, token).ConfigureAwait(false);
            }
            catch (PlatformException) when (!search.CanNameSpans)
            {
                // This server's version cannot: a query for each group reads the same.
            }
        }

        return await ReadAsync(near, namesSpans: false, selected, wanted, token).ConfigureAwait(false);
    }

    private async Task<List<EntryInParts>> ReadAsync(
        List<List<PlatformSpan>> groups,
        bool namesSpans,
        IReadOnlyList<SearchPhrase> selected,
        HashSet<PlatformEvent> wanted,
        CancellationToken token)
    {
        List<EntryInParts>[] read = await Task
            .WhenAll(groups.Select(group => ReadAsync(group, namesSpans, selected, wanted, token)))
            .ConfigureAwait(false);
        return [.. read.SelectMany(entries => entries)];
    }

    private async Task<List<EntryInParts>> ReadAsync(
        List<PlatformSpan> spans,
        bool namesSpans,
        IReadOnlyList<SearchPhrase> selected,
        HashSet<PlatformEvent> wanted,
        CancellationToken token)
    {
        PlatformFilter filter = new(spans[0].From, spans.Max(span => span.To), selected, spans) { NamesSpans = namesSpans };
        IPlatformPages pages = search.Search(filter);
        Dictionary<(string?, string?), EntryInParts> open = [];
        List<EntryInParts> found = [];
        while (await pages.NextAsync(token).ConfigureAwait(false) is { } page)
        {
            foreach (PlatformEvent line in page.Where(line => line.Text.Length > 0))
            {
                open.TryGetValue(line.Stream, out EntryInParts? entry);
                if (entry is null || !EntryShape.IsContinuation(line.Text))
                {
                    bool shares = entry is not null && !line.HasPlace && line.Nanoseconds == entry.Start;
                    if (shares)
                    {
                        entry!.SharesItsTime = true;
                    }

                    open[line.Stream] = entry = new(line) { SharesItsTime = shares };
                }
                else
                {
                    entry.Add(line);
                }

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

        return found;
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

        public long Start => _first.Nanoseconds;

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
