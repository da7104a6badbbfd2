using System.Globalization;
using System.Text;
using VcsaAuthGuard.Benchmarks.Running;

namespace VcsaAuthGuard.Benchmarks.Reporting;

/// <summary>The table as text.</summary>
internal static class MarkdownReport
{
    public static string Of(
        BenchmarkOptions options,
        IEnumerable<string> machine,
        IReadOnlyList<Row> rows,
        IEnumerable<string> notes,
        bool isCpu)
    {
        StringBuilder text = new();
        foreach (string line in machine)
        {
            text.Append("- ").AppendLine(line);
        }

        text.AppendLine()
            .AppendLine("| name | measure | build | ours | peer | result | spread | runs | to reach | aim | reached |")
            .AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (Row row in rows)
        {
            text.Append("| ").AppendJoin(" | ", Cells(row).Select(Escape)).AppendLine(" |");
        }

        text.AppendLine();
        foreach (Row row in rows.Where(row => row.Figure is Figure figure && !row.Target.IsReached(figure.Value)))
        {
            string reached = row.Target.Write(row.Figure!.Value);
            text.AppendLine($"Not reached: {row.Name}, {row.Build}: {reached} instead of {row.Target.Write(row.Target.ToReach)}.  ");
        }

        text.AppendLine()
            .AppendLine(string.Create(CultureInfo.InvariantCulture,
                $"The logs are synthetic (vCenter 8 vpxd, seeded): {SyntheticLogs.FaultShare:P1} of an ordinary one's entries are faults."))
            .AppendLine("A result is the median of the ratios of turns (ours, peer, ours, peer, ...); the spread is the least and the")
            .AppendLine(
                "greatest ratio; ours and peer are medians. Times are of whole processes that write into a pipe; the page cache is warm."
            )
            .Append(isCpu
                ? "Times of processes are processor time, user and system, in steps of 10 ms; those of `several` and of what runs inside "
                    + "one process are elapsed time.\n"
                : "")
            .AppendLine(
                $"A pair over {Alternation.LongPair} s is measured {Alternation.LongRuns} times, any other {Alternation.Runs} times."
            );
        foreach (string note in notes)
        {
            text.AppendLine(note);
        }

        if (options.Size < ByteSize.Gibibyte)
        {
            text.AppendLine(
                $"Taken with --size {ByteSize.Format(options.Size)}: the start of a process weighs more than in the 1 GiB meant by the "
                    + "bounds."
            );
        }

        return text.ToString();
    }

    private static IEnumerable<string> Cells(Row row)
    {
        Target target = row.Target;
        string[] bounds = [target.Write(target.ToReach), target.Write(target.Aim)];
        return row.Figure is not Figure figure
            ? [row.Name, row.Title, row.Build, "", "", row.Instead ?? "", "", "", .. bounds, ""]
            : [row.Name, row.Title, row.Build, figure.Ours, figure.Peer, target.Write(figure.Value),
                $"{target.Write(figure.Low)} to {target.Write(figure.High)}", figure.Runs.ToString(CultureInfo.InvariantCulture),
                .. bounds, target.Judge(figure.Value)];
    }

    private static string Escape(string cell) => cell.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
