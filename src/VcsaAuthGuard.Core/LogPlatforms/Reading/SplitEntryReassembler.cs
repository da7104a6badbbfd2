using System.Text;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Logs.Reading;

namespace VcsaAuthGuard.LogPlatforms.Reading;

/// <summary>
/// Reassembles entries that a collector split at their <c>--></c> lines. A search finds only the lines that contain the search terms, so
/// the log of the same host and file is read without a filter, from a second before such a line to a second after it.
/// </summary>
internal sealed class SplitEntryReassembler(IPlatformSearch search, IReadOnlyList<SearchPhrase> phrases)
{
    /// <summary>The largest difference between the times that a collector gives to the lines of one entry, in nanoseconds.</summary>
    public const long Reach = 1000 * UnixTime.NanosecondsPerMillisecond;

    private readonly NeedleSet? _needles = phrases.Count == 0 ? null : new([.. phrases.Select(phrase => phrase.Literal).Distinct()]);

    /// <summary>The first lines returned with the previous page that are recent enough to be found again with the next one.</summary>
    private HashSet<(string?, string?, long, string, string)> _given = [];

    /// <summary>Gets the number of reassembled entries whose lines share their time with others, where the platform guarantees no
    /// order.</summary>
    public long Doubtful { get; private set; }

    /// <summary>Gets the number of lines that cannot be reassembled, because their event names no host.</summary>
    public long Unplaced { get; private set; }

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

        List<PlatformEvent>[] joined = await Task.WhenAll(Spans(parts).Select(span => JoinAsync(span, token))).ConfigureAwait(false);
        long oldest = found[found.Count - 1].Nanoseconds - (2 * Reach);
        HashSet<(string?, string?, long, string, string)> given = [.. _given.Where(key => key.Item3 >= oldest)];
        foreach (PlatformEvent entry in joined.SelectMany(entries => entries))
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

    /// <summary>Returns the parts of each log, divided where they are too far apart to belong to one entry.</summary>
    private static IEnumerable<List<PlatformEvent>> Spans(List<PlatformEvent> parts)
    {
        foreach (IGrouping<(string?, string?), PlatformEvent> stream in parts.GroupBy(part => part.Stream))
        {
            List<PlatformEvent> span = [];
            foreach (PlatformEvent part in stream)
            {
                if (span.Count > 0 && part.Nanoseconds - span[span.Count - 1].Nanoseconds > 2 * Reach)
                {
                    yield return span;
                    span = [];
                }

                span.Add(part);
            }

            yield return span;
        }
    }

    private bool IsWanted(string text) => _needles is null || _needles.IndexIn(Encoding.UTF8.GetBytes(text)) >= 0;

    private async Task<List<PlatformEvent>> JoinAsync(List<PlatformEvent> span, CancellationToken token)
    {
        // Lines of one entry that are all found lead to one entry.
        HashSet<(long, string, string)> wanted = [.. span.Select(part => (part.Nanoseconds, part.Id, part.Text))];
        PlatformFilter filter = new(span[0].Nanoseconds - Reach, span[span.Count - 1].Nanoseconds + Reach + 1, [], span[0]);
        IPlatformPages pages = search.Search(filter);
        EntryInParts? entry = null;
        List<PlatformEvent> joined = [];
        void Complete()
        {
            if (entry is { IsWanted: true })
            {
                joined.Add(entry.Joined());
                Doubtful += entry.IsDoubtful ? 1 : 0;
            }

            entry = null;
        }

        while (await pages.NextAsync(token).ConfigureAwait(false) is { } page)
        {
            foreach (PlatformEvent line in page.Where(line => line.Text.Length > 0))
            {
                if (entry is null || !EntryShape.IsContinuation(line.Text))
                {
                    if (entry is not null && !line.HasPlace && line.Nanoseconds == entry.Start)
                    {
                        entry.SharesItsTime = true;
                    }

                    bool shares = entry is not null && !line.HasPlace && line.Nanoseconds == entry.Start;
                    Complete();
                    entry = new(line) { SharesItsTime = shares };
                }
                else
                {
                    entry.Add(line);
                }

                entry.IsWanted |= wanted.Contains((line.Nanoseconds, line.Id, line.Text));
            }
        }

        Complete();
        return joined;
    }

    /// <summary>Represents an entry while its lines arrive.</summary>
    private sealed class EntryInParts(PlatformEvent first)
    {
        private readonly StringBuilder _text = new(first.Text.TrimEnd('\r', '\n'));
        private bool _hasMore;

        public long Start => first.Nanoseconds;

        public bool IsWanted { get; set; }

        public bool SharesItsTime { get; set; }

        public bool IsDoubtful => _hasMore && SharesItsTime;

        public void Add(PlatformEvent line)
        {
            _hasMore = true;

            // A little over the longest entry is enough to see that it was longer.
            if (_text.Length <= LogBlockReader.MaxEntryLength)
            {
                _text.Append('\n').Append(line.Text.TrimEnd('\r', '\n'));
            }
        }

        public PlatformEvent Joined() => first with { Text = _text.ToString() };
    }
}
