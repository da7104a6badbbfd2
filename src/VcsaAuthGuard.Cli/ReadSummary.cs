using System.Globalization;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Cli;

/// <summary>Says at the end what was read and what of it could not be used.</summary>
internal static class ReadSummary
{
    public static void Write(TextWriter output, long faults, FaultQuery query, LogReadReport report)
    {
        LogCounts counts = report.Counts;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Number(faults, "fault")} in {Number(counts.Logs, "log")}, {Number(counts.Lines, "line")}, {counts.Bytes / 1048576.0:N1} MiB of text."));
        Note(output, report.Problems, "input", "could not be read, wholly or in part (see above).");
        Note(output, counts.Mentions, "entry", "passed over: a fault is mentioned, but it is of another kind or only prose.");
        Note(output, counts.Orphans, "line", "passed over: the entry they belong to is missing.");
        Note(output, counts.CutEntries, "entry", "over 1 MiB, used up to there.");
        Note(output, counts.TimesWithoutOffset, "time", "without an offset, taken as UTC.");
        Note(output, query.UntimedLeftOut, "fault", "left out: without a time, --after and --before cannot be answered.");
    }

    private static void Note(TextWriter output, long count, string thing, string what)
    {
        if (count > 0)
        {
            output.WriteLine($"{Number(count, thing)} {what}");
        }
    }

    private static string Number(long count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? thing : thing.EndsWith('y') ? thing[..^1] + "ies" : thing + "s")}");
}
