using System.CommandLine;
using System.Globalization;
using System.Net;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>Defines the command <c>vcsa-authguard services SERVER...</c>.</summary>
internal static class ServicesCommand
{
    public static Command Create()
    {
        ApplianceArguments appliances = new();
        OutputArguments output = new();
        Option<string[]> names = new("--name") { Description = "Only this service, such as vpxd or envoy-hgw. Can be repeated." };
        names.Validators.Add(result =>
        {
            foreach (string name in result.Tokens.Select(token => token.Value).Where(name => !ServiceCatalog.IsKnown(name)))
            {
                result.AddError($"--name: there is no service '{name}'.");
            }
        });
        Command command = new("services", "Lists the services of vCenter Server's appliance with state and health.");
        appliances.AddTo(command);
        command.Add(names);
        output.AddTo(command);
        command.SetAction(parsed => UsageGuard.Run(() =>
        {
            string[] wanted = [.. (parsed.GetValue(names) ?? []).Select(ServiceCatalog.ControlName)];
            NetworkCredential? credential = appliances.IsRest(parsed) ? appliances.Servers.Login.Credential(parsed) : null;
            int failures = 0;
            List<ApplianceService> services = [];
            using CommandStop stop = new();
            foreach (string server in appliances.Servers.Servers(parsed))
            {
                try
                {
                    using IServiceControl control = appliances.Open(parsed, server, credential);
                    services.AddRange(control.ReadAsync(wanted, isDetailed: true, stop.Token).GetAwaiter().GetResult()
                        .Select(service => service with { Server = server }));
                }
                catch (ApplianceException e)
                {
                    failures++;
                    CliAdvice.Report(server, e.Message, e.Advice);
                }
            }

            return !TryWrite(services, output.Read(parsed)) ? ExitCode.OutputFailed
                : failures > 0 ? ExitCode.InputUnreadable
                : ExitCode.Success;
        }));
        return command;
    }

    private static bool TryWrite(List<ApplianceService> services, OutputFormat format) => RowWriters.TryWrite(
        services,
        stream => RowWriters.Create(
            stream,
            format,
            CliJson.Default.ApplianceService,
            _ => false,
            new("SERVICE", 28, service => service.Name),
            new("STATE", 9, service => service.State.ToString()),
            new("HEALTH", 10, service => service.Health.ToString()),
            new("PID", 8, service => service.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "-", IsNumber: true),
            new("FOR", 11, service => Cells.Span(service.StateDuration), IsNumber: true),
            new("SERVER", 0, service => service.Server ?? "-")));
}
