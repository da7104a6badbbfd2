using System.CommandLine;
using System.Net;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Installation;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Settings;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>Defines the command <c>vcsa-authguard service install|remove --what KIND</c>.</summary>
internal static class ServiceCommand
{
    /// <summary>The name of <c>install</c>.</summary>
    public const string InstallName = "install";

    private const string DefaultName = "vcsa-authguard";

    public static Command Create() =>
        new("service", "Writes what runs the watch as a service: a systemd unit, a Windows service, a scheduled task or a Containerfile.")
        {
            CreateInstall(), CreateRemove(),
        };

    private static Command CreateInstall()
    {
        Option<string> what = What();
        Option<string> name = Name();
        Option<string?> config = new("--config")
        {
            Description = "Settings file on the service's machine. Where it is on this machine too, the service is fitted to it: its "
                + "secrets and the folders it writes to. Default: /etc/NAME/watch.yaml, C:\\ProgramData\\NAME\\watch.yaml.",
        };
        Option<string?> program = new("--program")
        {
            Description = "Path of this program on the service's machine. Default: /usr/local/bin/vcsa-authguard, "
                + "C:\\Program Files\\vcsa-authguard\\vcsa-authguard.exe.",
        };
        Option<string?> account = new("--account")
        {
            Description = "Account that the service runs as. Default: one that systemd or Windows makes up, without a password.",
        };
        account.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !Regex.IsMatch(result.Tokens[0].Value, @"^[\w.@\\ -]+\$?$", RegexOptions.CultureInvariant))
            {
                result.AddError("--account: this is not the name of an account.");
            }
        });
        Option<string?> file = new("--out")
        {
            Description = "File to write instead of standard output; in a folder, the usual file name is used.",
        };
        Command command = new(InstallName, "Prints the file, or writes it with --out. Nothing is installed: its first lines say how.")
        {
            what, name, config, program, account, file,
        };
        command.SetAction(parsed =>
        {
            ServiceKind kind = Enum.Parse<ServiceKind>(parsed.GetValue(what)!, ignoreCase: true);
            bool isWindows = kind is ServiceKind.Windows or ServiceKind.Task;
            string service = parsed.GetValue(name)!;
            ServiceDefinition definition = new()
            {
                Name = service,
                Account = parsed.GetValue(account),
                Program = parsed.GetValue(program)
                    ?? (isWindows ? @"C:\Program Files\vcsa-authguard\vcsa-authguard.exe" : "/usr/local/bin/vcsa-authguard"),
                Config = parsed.GetValue(config) ?? (isWindows ? $@"C:\ProgramData\{service}\watch.yaml" : $"/etc/{service}/watch.yaml"),
            };
            return Install(definition, kind, parsed.GetValue(file));
        });
        return command;
    }

    private static Command CreateRemove()
    {
        Option<string> what = What();
        Option<string> name = Name();
        Command command = new("remove", "Prints the commands that remove what install installed.") { what, name };
        command.SetAction(parsed =>
        {
            string service = parsed.GetValue(name)!;
            return TextOutput.Write(Enum.Parse<ServiceKind>(parsed.GetValue(what)!, ignoreCase: true) switch
            {
                ServiceKind.Systemd => SystemdUnit.Remove(service),
                ServiceKind.Windows => WindowsInstallation.RemoveService(service),
                ServiceKind.Task => WindowsInstallation.RemoveTask(service),
                _ => Containerfile.Remove(service),
            }, null);
        });
        return command;
    }

    private static Option<string> What()
    {
        Option<string> what = new("--what")
        {
            Description = "systemd, windows (a service), task (a scheduled task of Windows with the PowerShell module) or container.",
            Required = true,
        };
        what.AcceptOnlyFromAmong([.. Enum.GetNames<ServiceKind>().Select(kind => kind.ToLowerInvariant())]);
        return what;
    }

    private static Option<string> Name()
    {
        Option<string> name = new("--name") { Description = "Name of the service.", DefaultValueFactory = _ => DefaultName };
        name.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !Regex.IsMatch(result.Tokens[0].Value, "^[a-z0-9][a-z0-9_-]{0,62}$"))
            {
                result.AddError("--name: use small letters, digits, - and _.");
            }
        });
        return name;
    }

    private static int Install(ServiceDefinition service, ServiceKind kind, string? file)
    {
        // A settings file that is not here is one of another machine.
        if (File.Exists(service.Config))
        {
            int problems = 0;
            // Only the task runs PowerShell, which has SecretManagement. Nothing reads a secret here.
            Func<string, string?, NetworkCredential>? readVault = kind == ServiceKind.Task ? (_, _) => new() : null;
            GuardSettings settings = SettingsFile.Read(
                service.Config,
                new Dictionary<string, string>(),
                problem =>
                {
                    problems++;
                    Console.Error.WriteLine(TerminalText.OneLine(problem.ToString()));
                },
                readVault);
            if (problems > 0)
            {
                return ExitCode.WrongUsage;
            }

            service = service with { Config = Path.GetFullPath(service.Config), Settings = settings };
        }

        foreach (string advice in service.Advice())
        {
            Console.Error.WriteLine(TerminalText.OneLine(advice));
        }

        (string text, string usual) = kind switch
        {
            ServiceKind.Systemd => (SystemdUnit.Write(service), $"{service.Name}.service"),
            ServiceKind.Windows => (WindowsInstallation.WriteService(service), $"Install-{service.Name}.ps1"),
            ServiceKind.Task => (WindowsInstallation.WriteTask(service), $"Register-{service.Name}.ps1"),
            _ => (Containerfile.Write(service), "Containerfile"),
        };
        return TextOutput.Write(text, Directory.Exists(file) ? Path.Combine(file, usual) : file);
    }
}
