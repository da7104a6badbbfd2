using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Inputs;

/// <summary>Says at the end what was read and what of it could not be used.</summary>
/// <param name="output">Where it is written.</param>
/// <param name="report">What was read.</param>
/// <param name="toZone">Converts times to the time zone asked for; null for UTC.</param>
internal sealed class ReadSummary(TextWriter output, LogReadReport report, Func<DateTimeOffset, DateTimeOffset>? toZone = null)
{
    /// <summary>Gets whether a verdict says that only logs of something else were read.</summary>
    public bool HasVerdict { get; init; }

    public void Write(long found, string thing) => Write(Number(found, thing) + " in ");

    public void Write() => Write("");

    private void Write(string found)
    {
        LogCounts counts = report.Counts;
        if (!HasVerdict && counts.UnsuitableLogs() is string unsuitable)
        {
            output.WriteLine("Warning: " + TerminalText.OneLine(unsuitable));
        }

        output.WriteLine($"{found}{counts.ToString(toZone)}.");
        Write(report.Problems, "input", "could not be read completely (see above).");
        Write(counts.Mentions, "entry", "skipped: contains a search term but is not of a requested kind.");
        Write(counts.NotUnderstood, "entry", "skipped: of a supported kind, but in an unknown form.");
        Write(counts.Orphans, "line", "skipped: the first line of the entry is missing.");
        Write(counts.CutEntries, "entry", "longer than 1 MiB; only the first MiB was used.");
        Write(counts.TimesWithoutOffset, "time", "without an offset, read as UTC.");
        Write(counts.Unread, "log", $"found in folders or archives and not read: {TerminalText.OneLine(counts.UnreadNames())}.");
    }

    public void Write(long count, string thing, string what)
    {
        if (count > 0)
        {
            output.WriteLine($"{Number(count, thing)} {what}");
        }
    }

    public static string Number(long count, string thing) => Phrases.Count(count, thing);
}
