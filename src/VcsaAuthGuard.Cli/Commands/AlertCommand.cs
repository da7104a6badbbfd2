using System.CommandLine;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>Defines the command <c>vcsa-authguard alert FORMAT</c>.</summary>
internal static class AlertCommand
{
    private const string GrafanaAlias = "grafana";

    public static Command Create()
    {
        string[] formats = Enum.GetNames<AlertFormat>();
        Argument<string> format = new("FORMAT")
        {
            Description = $"Format of the alert: {string.Join(", ", formats)}; {GrafanaAlias} for {nameof(AlertFormat.GrafanaDashboard)}.",
            HelpName = "FORMAT",
        };
        format.AcceptOnlyFromAmong([.. formats, GrafanaAlias]);
        Option<int?> threshold = Arguments.IntegerInRange(
            "--threshold",
            0,
            int.MaxValue,
            "Number of faults within the period that must be exceeded to alert. Default: 10."
        );
        Option<TimeSpan?> period = Arguments.Duration(
            "--period", "Length of the period, in whole seconds, such as 5m, which is the default.", most: AlertDefinition.MaxPeriod);
        Option<string[]> server = new("--server") { Description = "Restricts the alert to this vCenter Server. Can be repeated." };
        Option<string> name = new("--name") { Description = "Name of the alert.", DefaultValueFactory = _ => AlertDefinition.DefaultName };
        Option<string?> file = new("--out")
        {
            Description = "File to write instead of standard output; in a folder, the format's usual file name is used.",
        };
        Command command = new("alert", "Writes the article's alert for a log platform or for Prometheus, or a dashboard for Grafana.")
        {
            format,
            threshold,
            period,
            server,
            name,
            file,
        };
        command.SetAction(parsed =>
        {
            try
            {
                AlertDefinition alert = new()
                {
                    Name = parsed.GetValue(name)!,
                    Servers = parsed.GetValue(server) ?? [],
                    Rule = new BurstRule
                    {
                        Threshold = parsed.GetValue(threshold) ?? BurstRule.Default.Threshold,
                        Period = parsed.GetValue(period) ?? BurstRule.Default.Period,
                    },
                };
                string given = parsed.GetValue(format)!;
                AlertFormat chosen = given == GrafanaAlias ? AlertFormat.GrafanaDashboard : Enum.Parse<AlertFormat>(given);
                return Run(alert, chosen, parsed.GetValue(file));
            }
            catch (ArgumentException e)
            {
                Console.Error.WriteLine(e.Message.Split('\n')[0]);
                Console.Error.WriteLine("Try 'vcsa-authguard --help'.");
                return ExitCode.WrongUsage;
            }
        });
        return command;
    }

    private static int Run(AlertDefinition alert, AlertFormat format, string? file) => TextOutput.Write(
        AlertWriter.Write(alert, format), Directory.Exists(file) ? Path.Combine(file, AlertWriter.FileName(format)) : file);
}
