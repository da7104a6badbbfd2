using System.CommandLine;
using System.Globalization;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Cli;

/// <summary>Represents the inputs of <c>diagnose</c> and <c>report</c>.</summary>
internal sealed class DiagnosisArguments
{
    private readonly Argument<string[]> _paths = LogPaths.Create("vpxd's, its profiler's, Envoy's and events' logs");
    private readonly Option<string[]> _windows = new("--windows") { Description = "Backup and automation windows: CSV or JSON; give it again for more." };
    private readonly Option<string[]> _runs = new("--job-runs") { Description = "The backup product's report of its runs: CSV; give it again for more." };
    private readonly Option<string?> _server = new("--server") { Description = "The vCenter's name, for the commands that are proposed." };
    private readonly Option<int> _threshold = new("--threshold") { Description = "So many refused calls within 5 minutes are no burst yet.", DefaultValueFactory = _ => BurstRule.Default.Threshold };

    public DiagnosisArguments() => _threshold.Validators.Add(result =>
    {
        if (int.TryParse(result.Tokens.Count > 0 ? result.Tokens[0].Value : null, CultureInfo.InvariantCulture, out int given) && given < 0)
        {
            result.AddError("--threshold: give a number of 0 or more.");
        }
    });

    public void AddTo(Command command)
    {
        command.Add(_paths);
        foreach (Option option in (Option[])[_windows, _runs, _server, _threshold])
        {
            command.Add(option);
        }
    }

    public DiagnosisInputs Read(ParseResult parsed) => new(
        parsed.GetValue(_paths)!, parsed.GetValue(_windows) ?? [], parsed.GetValue(_runs) ?? [], parsed.GetValue(_server), parsed.GetValue(_threshold));
}
