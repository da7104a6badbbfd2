using VcsaAuthGuard.Benchmarks.Peers;
using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;

namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>A block under Invoke-VcsaBatch against the same block under ForEach-Object, both inside one PowerShell.</summary>
internal sealed class BatchMeasure : IMeasure
{
    private const int Items = 10_000;

    public string Name => "batch";

    public string Title => "`Invoke-VcsaBatch -PerItem` against `ForEach-Object` with the same block, 10,000 objects, inside one pwsh";

    public Target Target { get; } = new(1.05, 1.0, "0.00' ×'");

    public IEnumerable<Row> Run(Bench bench)
    {
        if (Tool.Find("pwsh") is not string pwsh)
        {
            yield return Row.Missing(this, "not measured: PowerShell 7 is missing (https://aka.ms/powershell)");
            yield break;
        }

        (string? manifest, string? problem) = CliPublisher.BuildModule(bench.Options.Work);
        if (manifest is null)
        {
            yield return Row.Missing(this, "not measured: the module does not build: " + problem);
            yield break;
        }

        Console.Error.WriteLine(Name);
        PwshPair result = PwshPair.Measure(pwsh, "Measure-Batch.ps1", manifest, FormattableString.Invariant($"{Items}"), FormattableString.Invariant($"{Alternation.Runs}"));
        Check.Equal("objects that came of Invoke-VcsaBatch", result.OursCount, "objects", Items);
        Check.Equal("objects that came of ForEach-Object", result.PeerCount, "objects", Items);
        yield return Row.Of(this, "module", "10,000 objects", result.Times.ToFigure());
    }
}
