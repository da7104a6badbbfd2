using System.Text;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.Diagnostics;

namespace VcsaAuthGuard.LiveServers;

/// <summary>
/// Finds the logs of a vCenter Server with entries from the time of interest, and in each the first line of interest. Of a
/// series of rotated logs the newest is looked at first, and none that is older than the first that is too old.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="after">The start of the time of interest.</param>
/// <param name="token">Cancels the calls.</param>
internal sealed class LiveLogFinder(PacedSession session, DateTimeOffset after, CancellationToken token)
{
    /// <summary>Entries are not exactly in the order of their times.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>The number of lines in which the time of an entry is looked for.</summary>
    private const int ProbeLines = 100;

    private readonly DateTimeOffset _start = after > DateTimeOffset.MinValue + Margin ? after - Margin : after;

    /// <summary>Gets the logs that could not be read.</summary>
    public List<MissingPart> Missing { get; } = [];

    /// <summary>Finds the logs, in the order in which they are to be read.</summary>
    public async Task<IReadOnlyList<LiveLog>> FindAsync(LogKinds kinds)
    {
        IReadOnlyList<DiagnosticLog> listed = await session.CallAsync(DiagnosticCalls.ListLogsAsync, token).ConfigureAwait(false);
        List<LiveLog> found = [];
        IEnumerable<IGrouping<(string, string), LiveLog>> series = listed
            .Select(log => LogName.TryParse(log.FileName, kinds, out LogName name) ? new LiveLog(log, name, 0, 0) : null)
            .OfType<LiveLog>()
            .GroupBy(log => log.Name.Series);
        foreach (IGrouping<(string, string), LiveLog> logs in series)
        {
            found.AddRange(await FindInSeriesAsync([.. logs.OrderByDescending(log => log.Name)]).ConfigureAwait(false));
        }

        return [.. found.OrderBy(log => log.Name)];
    }

    /// <summary>Finds the logs of a series, newest first.</summary>
    private async Task<IReadOnlyList<LiveLog>> FindInSeriesAsync(List<LiveLog> logs)
    {
        await DropLinkAsync(logs).ConfigureAwait(false);
        List<LiveLog> found = [];
        foreach (LiveLog log in logs)
        {
            try
            {
                LiveLog? part = await FindStartAsync(log).ConfigureAwait(false);
                if (part is null)
                {
                    break;
                }

                if (part.Last > 0)
                {
                    found.Add(part);
                }

                if (part.First > 1)
                {
                    break;
                }
            }
            catch (VSphereFaultException e)
            {
                // A compressed log, or one that was removed since.
                Missing.Add(new(log.FileName, $"{log.FileName} could not be read over the API: {e.Fault}.",
                    "Read it on the appliance, or in a support bundle."));
                break;
            }
        }

        return found;
    }

    /// <summary>Removes the link to the newest log, such as vpxd.log, where that log is listed under its number too.</summary>
    private async Task DropLinkAsync(List<LiveLog> newestFirst)
    {
        if (newestFirst.Count < 2 || !newestFirst[0].Name.IsActive)
        {
            return;
        }

        IReadOnlyList<string> link = (await ReadAsync(newestFirst[0], 1, 1).ConfigureAwait(false)).Lines;
        IReadOnlyList<string> newest = (await ReadAsync(newestFirst[1], 1, 1).ConfigureAwait(false)).Lines;
        if (link.SequenceEqual(newest))
        {
            newestFirst.RemoveAt(0);
        }
    }

    /// <summary>Finds the part of a log that is of interest; null if all of it is older.</summary>
    private async Task<LiveLog?> FindStartAsync(LiveLog log)
    {
        LogSegment end = await ReadAsync(log, int.MaxValue, 1).ConfigureAwait(false);
        long last = end.End;
        if (last == 0)
        {
            return log;
        }

        // The start of a line before which all lines are older, and of one after which all lines are of interest.
        long older = 1;
        if (!await IsOlderAsync(log, 1).ConfigureAwait(false))
        {
            return log with { First = 1, Last = last };
        }

        long newer = Math.Max(1, last - ProbeLines + 1);
        if (await IsOlderAsync(log, newer).ConfigureAwait(false))
        {
            return await LastTimeAsync(log, newer).ConfigureAwait(false) < _start ? null : log with { First = newer, Last = last };
        }

        while (newer - older > DiagnosticCalls.MaxLines)
        {
            long middle = older + ((newer - older) / 2);
            if (await IsOlderAsync(log, middle).ConfigureAwait(false))
            {
                older = middle;
            }
            else
            {
                newer = middle;
            }
        }

        return log with { First = older, Last = last };
    }

    /// <summary>Returns whether the first entry from a line on is older than the time of interest; false if no time is found.</summary>
    private async Task<bool> IsOlderAsync(LiveLog log, long line)
    {
        DateTimeOffset? time = null;
        foreach (int count in (int[])[ProbeLines, DiagnosticCalls.MaxLines])
        {
            LogSegment lines = await ReadAsync(log, line, count).ConfigureAwait(false);
            time ??= lines.Lines.Select(TimeOf).FirstOrDefault(found => found is not null);
            if (time is not null || lines.Lines.Count < count)
            {
                break;
            }
        }

        return time < _start;
    }

    private async Task<DateTimeOffset?> LastTimeAsync(LiveLog log, long line)
    {
        LogSegment lines = await ReadAsync(log, line, ProbeLines).ConfigureAwait(false);
        return lines.Lines.Select(TimeOf).LastOrDefault(time => time is not null);
    }

    private Task<LogSegment> ReadAsync(LiveLog log, long start, int count) =>
        session.CallAsync((client, stop) => DiagnosticCalls.ReadLinesAsync(client, log.Log.Key, start, count, stop), token);

    private static DateTimeOffset? TimeOf(string line)
    {
        byte[] text = Encoding.UTF8.GetBytes(line);
        return LogLine.IsContinuation(text) ? null : EntryHeader.Read(text).Time;
    }
}
