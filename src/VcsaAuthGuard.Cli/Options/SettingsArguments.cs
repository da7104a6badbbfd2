using System.Collections;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using VcsaAuthGuard.Cli.Commands;
using VcsaAuthGuard.Settings;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Options;

/// <summary>
/// Reads the settings file. <c>watch</c> uses all of it. For other commands with <c>--config</c> it stands for options that are not given:
/// <see cref="Expand"/> puts them into the command line.
/// </summary>
internal static class SettingsArguments
{
    private const string ConfigName = "--config";

    /// <summary>Creates the option for the settings file.</summary>
    public static Option<string?> Config(string description) => new(ConfigName) { Description = description };

    /// <summary>Reads settings and reports their problems on standard error.</summary>
    /// <param name="file">The file; null for that of the environment, or none.</param>
    /// <returns>The settings; null if they are not valid.</returns>
    public static GuardSettings? Read(string? file)
    {
        int problems = 0;
        Dictionary<string, string> environment = [];
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        string? path = file ?? (environment.TryGetValue(SettingsFile.FileVariable, out string? given) && given.Length > 0 ? given : null);
        GuardSettings settings = SettingsFile.Read(path, environment, problem =>
        {
            problems++;
            Console.Error.WriteLine(TerminalText.OneLine(problem.ToString()));
        });
        return problems == 0 ? settings : null;
    }

    /// <summary>Adds options from the settings file to a command line that names one; returns null where it is not valid.</summary>
    public static IReadOnlyList<string>? Expand(IReadOnlyList<string> arguments)
    {
        if (!arguments.Any(argument => argument.StartsWith(ConfigName, StringComparison.Ordinal)))
        {
            return arguments; // Without parsing them twice.
        }

        ParseResult parsed = Root.Parse(arguments);
        Command command = parsed.CommandResult.Command;
        bool isOwn = command.Name is WatchCommand.Name or ServiceCommand.InstallName;
        if (isOwn || FindOption(command, ConfigName) is not Option<string?> config || parsed.GetValue(config) is not string file)
        {
            return arguments;
        }

        if (Read(file) is not GuardSettings settings)
        {
            return null;
        }

        try
        {
            List<string> added = [.. Options(parsed, command, settings)];
            int end = arguments.TakeWhile(argument => argument != "--").Count();
            return [.. arguments.Take(end), .. added, .. arguments.Skip(end)];
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(TerminalText.OneLine($"{file}: {e.Message}"));
            return null;
        }
    }

    private static IEnumerable<string> Options(ParseResult parsed, Command command, GuardSettings settings)
    {
        (string Name, string? Value)[] values =
        [
            ("--time-zone", settings.TimeZone),
            ("--threshold", settings.Threshold?.ToString(CultureInfo.InvariantCulture)),
            ("--period", settings.Period?.ToString("c", CultureInfo.InvariantCulture)),
            .. (settings.Kinds ?? []).Select(kind => ("--kind", (string?)kind.ToString())),
            .. ServerOptions(parsed, command, settings),
        ];
        foreach ((string name, string? value) in values.Where(item => item.Value is not null))
        {
            if (name.Length == 0)
            {
                yield return value!;
            }
            else if (FindOption(command, name) is Option option && parsed.GetResult(option) is null or { Implicit: true })
            {
                yield return name;
                yield return value!;
            }
        }
    }

    /// <summary>Returns the servers, where the command line names neither servers nor logs, and how to log in to them.</summary>
    private static IEnumerable<(string Name, string? Value)> ServerOptions(ParseResult parsed, Command command, GuardSettings settings)
    {
        if (IsGiven(parsed, command, "PATH"))
        {
            return [];
        }

        string[] named = NamedServers(parsed, command);
        bool isPositional = command.Arguments.Any(argument => argument.Name == "SERVER");
        ServerSettings[] servers =
        [
            .. settings.Servers.Where(server => !server.IsSsh)
                .Where(server => named.Length == 0 || named.Contains(server.Name, StringComparer.OrdinalIgnoreCase)),
        ];
        if (servers.Length == 0 || (named.Length == 0 && !isPositional && FindOption(command, "--server") is null))
        {
            return [];
        }

        ServerSettings first = servers[0];
        if (!Array.TrueForAll(servers, server => Access(server) == Access(first)))
        {
            throw new FormatException("The servers have accounts or certificates of their own. Name one of them in the command.");
        }

        first.Password?.Read();
        return
        [
            .. named.Length > 0 ? [] : servers.Select(server => (isPositional ? "" : "--server", (string?)server.Name)),
            ("--user", first.User),
            ("--password-file", first.User is null ? null : first.Password?.FindPath()),
            ("--thumbprint", first.Thumbprint?.ToString()),
            ("--skip-certificate-check", first.SkipCertificateCheck ? "true" : null),
        ];
    }

    private static (string?, string?, string?, bool) Access(ServerSettings server) =>
        (server.User, server.Password?.ToString(), server.Thumbprint?.ToString(), server.SkipCertificateCheck);

    private static string[] NamedServers(ParseResult parsed, Command command)
    {
        Argument? positional = command.Arguments.FirstOrDefault(argument => argument.Name == "SERVER");
        IEnumerable<Token> tokens = positional is Argument servers
            ? parsed.GetResult(servers)?.Tokens ?? []
            : FindOption(command, "--server") is Option option ? parsed.GetResult(option)?.Tokens ?? [] : [];
        return [.. tokens.Select(token => token.Value)];
    }

    private static bool IsGiven(ParseResult parsed, Command command, string name) =>
        command.Arguments.FirstOrDefault(argument => argument.Name == name) is Argument argument
        && parsed.GetResult(argument)?.Tokens.Count > 0;

    private static Option? FindOption(Command command, string name) => command.Options.FirstOrDefault(option => option.Name == name);
}
