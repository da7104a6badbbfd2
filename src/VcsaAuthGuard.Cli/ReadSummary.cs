using System.Globalization;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Reading;

namespace VcsaAuthGuard.Cli;

/// <summary>Says at the end what was read and what of it could not be used.</summary>
internal sealed class ReadSummary(TextWriter output, LogReadReport report)
{
    public void Write(long found, string thing) => Write(Number(found, thing) + " in ");

    public void Write() => Write("");

    private void Write(string found)
    {
        LogCounts counts = report.Counts;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{found}{Number(counts.Logs, "log")}, {Number(counts.Lines, "line")}, {counts.Bytes / 1048576.0:N1} MiB of text."));
        Note(report.Problems, "input", "could not be read, wholly or in part (see above).");
        Note(counts.Mentions, "entry", "passed over: a word looked for is in it, but it is of another kind or only prose.");
        Note(counts.NotUnderstood, "entry", "not understood: of a kind that is read, in a form that is not known.");
        Note(counts.Orphans, "line", "passed over: the entry they belong to is missing.");
        Note(counts.CutEntries, "entry", "over 1 MiB, used up to there.");
        Note(counts.TimesWithoutOffset, "time", "without an offset, taken as UTC.");
    }

    public void Note(long count, string thing, string what)
    {
        if (count > 0)
        {
            output.WriteLine($"{Number(count, thing)} {what}");
        }
    }

    public static string Number(long count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? thing : thing.EndsWith('y') ? thing[..^1] + "ies" : thing + "s")}");
}
