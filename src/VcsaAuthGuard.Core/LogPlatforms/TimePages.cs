namespace VcsaAuthGuard.LogPlatforms;

/// <summary>
/// Reads pages of a platform that has no cursor, by time: where a page is full, its last time may have more events than it shows, so the
/// next page begins there and shows all of them. A time with more events than a page is asked for with a larger page.
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
    private const int BadRequest = 400;

    private int _size = PageSizes.For(filter, size, most);
    private int _most = most;
    private long _from = filter.From;
    private bool _hasEnded = filter.From >= filter.To;

    public void Enlarge() => _size = Math.Max(_size, PageSizes.ForMatches(size, _most));

    public async Task<IReadOnlyList<PlatformEvent>?> NextAsync(CancellationToken token)
    {
        if (_hasEnded)
        {
            return null;
        }

        for (int asked = Math.Min(_size, _most); ; asked = (int)Math.Min(_most, 4L * asked))
        {
            List<PlatformEvent> events;
            try
            {
                events = await ask(_from, asked, token).ConfigureAwait(false);
            }
            catch (PlatformException e) when (asked > size && (int?)e.Status == BadRequest)
            {
                // This server's own limit is lower than the usual one; the size that was asked for is within it.
                (_size, _most, asked) = (size, size, size);
                events = await ask(_from, asked, token).ConfigureAwait(false);
            }

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

            if (asked == _most)
            {
                throw tooMany(last, _most);
            }
        }
    }
}
