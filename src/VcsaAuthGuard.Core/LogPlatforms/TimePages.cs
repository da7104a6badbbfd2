namespace VcsaAuthGuard.LogPlatforms;

/// <summary>
/// Pages of a platform that has no cursor, by time: where a page is full, its last time may have more events than it shows, so the next
/// page
/// begins there and shows all of them. A time with more events than a page is asked for with a larger page.
/// </summary>
/// <param name="filter">The query.</param>
/// <param name="size">The number of events of a page.</param>
/// <param name="most">The maximum number of events of a page.</param>
/// <param name="ask">Requests the events from a time on, up to a number of them, oldest first.</param>
/// <param name="tooMany">The message for a single time with more events than a page can have.</param>
internal sealed class TimePages(
    PlatformFilter filter,
    int size,
    int most,
    Func<long, int, CancellationToken, Task<List<PlatformEvent>>> ask,
    Func<long, int, PlatformException> tooMany
) : IPlatformPages
{
    private long _from = filter.From;
    private bool _hasEnded = filter.From >= filter.To;

    public async Task<IReadOnlyList<PlatformEvent>?> NextAsync(CancellationToken token)
    {
        if (_hasEnded)
        {
            return null;
        }

        for (int asked = Math.Min(size, most); ; asked = (int)Math.Min(most, 4L * asked))
        {
            List<PlatformEvent> events = await ask(_from, asked, token).ConfigureAwait(false);
            if (events.Count < asked)
            {
                _hasEnded = true;
                return events;
            }

            long last = events[events.Count - 1].Nanoseconds;
            int whole = events.FindIndex(found => found.Nanoseconds == last);
            if (whole > 0)
            {
                _from = last;
                events.RemoveRange(whole, events.Count - whole);
                return events;
            }

            if (asked == most)
            {
                throw tooMany(last, most);
            }
        }
    }
}
