using VcsaAuthGuard.Benchmarks.Peers;
using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;


namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>The cmdlet against the one a reader of logs has otherwise, both inside one PowerShell.</summary>
internal sealed class CmdletMeasure : IMeasure
{
    public string Name => "cmdlet";

    public string Title => "`Get-VcsaAuthFault` against `Select-String -SimpleMatch` with the same literals, inside one pwsh";

    public Target Target { get; } = new(0.04, 0.02, "0.000' ×'");

    public IEnumerable<Row> Run(Bench bench)
    {
        if (bench.PowerShell.Problem is string problem)
        {
            yield return Row.Missing(this, problem);
            yield break;
        }

        (string pwsh, string manifest, _) = bench.PowerShell;

        // Select-String is slow: a GiB would take minutes a run.
        long size = Math.Min(bench.Options.Size, 256 * ByteSize.Mebibyte);
        SyntheticLogFile log = bench.Logs.Ordinary(size, Seeds.Ordinary, gzip: false);
        Console.Error.WriteLine(Name);
        PwshPair result = PwshPair.Measure(
            pwsh,
            "Measure-Cmdlet.ps1",
            manifest,
            log.Path,
            string.Join('|', FaultWords.All),
            FormattableString.Invariant($"{Alternation.Runs}"),
            FormattableString.Invariant($"{Alternation.LongRuns}"),
            FormattableString.Invariant($"{Alternation.LongPair}")
        );
        Check.Equal("faults Get-VcsaAuthFault found", result.OursCount, "faults in the log", log.Counts.Faults);
        Check.AtLeast("lines Select-String found", result.PeerCount, "entries with such a word", log.Counts.Faults + log.Counts.Mentions);
        yield return Row.Of(this, "module", ByteSize.Format(size), result.Times.ToFigure());
    }
}
