using System.CommandLine;
using System.Globalization;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Cli.Inputs;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Cli.Options;

/// <summary>Represents the inputs of <c>diagnose</c> and <c>report</c>.</summary>
internal sealed class DiagnosisArguments
{
    private readonly Argument<string[]> _paths = LogPaths.Create("vpxd's, its profiler's, Envoy's and events' logs", isOptional: true);
    private readonly Option<string[]> _windows = new("--windows")
    {
        Description = "File of backup and automation windows, CSV or JSON. Can be repeated.",
    };
    private readonly Option<string[]> _runs = new("--job-runs")
    {
        Description = "Report of job runs exported from the backup product. Can be repeated.",
    };
    private readonly Option<string?> _timeZone =
        Arguments.TimeZone("Time zone in which times are shown, and of times without an offset in --after, --before and job reports");
    private readonly (Option<TimeInput?> After, Option<TimeInput?> Before) _range = Arguments.Range("entries and events");
    private readonly Option<string?> _dateFormat = new("--date-format")
    {
        Description = "Order of dates such as 02/11/2026 in job reports: dd/MM/yyyy or MM/dd/yyyy.",
    };
    private readonly Option<string[]> _signatures = new("--signature")
    {
        Description =
            "JSON or YAML file of your own signatures: name, pattern, explanation, and perhaps log, threshold, remedy, link. "
                + "Can be repeated.",
    };
    private readonly LiveArguments _live = new(
        LiveArguments.ServerDescription + " With PATH: the name of the vCenter, used in the proposed commands.")
    {
        IsNameOfPaths = true,
        Platform = new(),
    };
    private readonly Option<int> _threshold = new("--threshold")
    {
        Description = "Number of refused calls within 5 minutes that must be exceeded to report a burst.",
        DefaultValueFactory = _ => BurstRule.Default.Threshold,
    };

    public DiagnosisArguments()
    {
        _dateFormat.AcceptOnlyFromAmong(BackupJobReportOptions.DateFormats);
        _threshold.Validators.Add(result =>
        {
            if (
                int.TryParse(result.Tokens.Count > 0 ? result.Tokens[0].Value : null, CultureInfo.InvariantCulture, out int given)
                && given < 0
            )
            {
                result.AddError("--threshold: use a number of at least 0.");
            }
        });
    }

    public void AddTo(Command command)
    {
        command.Add(_paths);
        foreach (
            Option option in (Option[])
                [_windows, _runs, _range.After, _range.Before, _timeZone, _dateFormat, _signatures, _threshold]
        )
        {
            command.Add(option);
        }

        _live.AddTo(command);
    }

    public DiagnosisInputs Read(ParseResult parsed)
    {
        string? zone = parsed.GetValue(_timeZone);
        TimeRange range = new(parsed.GetValue(_range.After)?.Resolve(zone), parsed.GetValue(_range.Before)?.Resolve(zone));
        return new(
            parsed.GetValue(_paths)!, parsed.GetValue(_windows) ?? [], parsed.GetValue(_runs) ?? [],
            new() { TimeZone = zone, DateOrder = BackupJobReportOptions.OrderFromFormat(parsed.GetValue(_dateFormat)) },
            parsed.GetValue(_signatures) ?? [], _live.NameOf(parsed, _paths), parsed.GetValue(_threshold))
        {
            Servers = _live.Read(parsed, _paths),
            Platform = _live.OpenPlatform(parsed, _paths, range),
            Range = range,
            ThrottleLimit = _live.ThrottleLimit(parsed) ?? int.MaxValue,
        };
    }
}
