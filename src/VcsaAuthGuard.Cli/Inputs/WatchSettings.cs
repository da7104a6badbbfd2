using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Ssh;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.LiveServers;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.Settings;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Cli.Inputs;

/// <summary>Opens and checks what a settings file tells the watcher.</summary>
internal static class WatchSettings
{
    /// <summary>Opens the logs of the running servers. Nothing is connected yet.</summary>
    /// <exception cref="FormatException">A secret cannot be read, or there is no session.</exception>
    public static IReadOnlyList<IRemoteLogs> OpenServers(GuardSettings settings)
    {
        if (settings.Servers.FirstOrDefault(server => server.Transport == WatchTransport.SshNet) is ServerSettings wrong)
        {
            throw new FormatException(
                $"{wrong.Name}: SSH.NET is not part of this program. Use transport Ssh with a key or an agent, or the PowerShell module.");
        }

        return [.. settings.Servers.Select(server => Open(server, settings.CountsClients))];
    }

    /// <summary>Prints what valid settings mean, and whether their secrets can be read.</summary>
    public static int Check(GuardSettings settings, TextWriter output)
    {
        int failures = 0;
        foreach (ServerSettings server in settings.Servers)
        {
            string access = server.IsSsh ? "over SSH" : $"over the API, {(server.User is null ? "stored session" : $"as {server.User}")}";
            output.WriteLine(TerminalText.OneLine($"watches {server.Name} {access}"));
        }

        foreach (LogSettings log in settings.Logs)
        {
            bool exists = File.Exists(log.Path) || Directory.Exists(log.Path);
            string name = log.Server is null ? "" : $" as {log.Server}";
            output.WriteLine(TerminalText.OneLine($"watches {log.Path}{name}{(exists ? "" : " (does not exist yet)")}"));
        }

        IEnumerable<SecretSource?> secrets = settings.Servers.Where(server => !server.IsSsh).Select(server => server.Password)
            .Concat(settings.Notifications.SelectMany(item => new[] { item.AddressSource, item.Password }));
        foreach (SecretSource secret in secrets.OfType<SecretSource>().DistinctBy(secret => secret.ToString()))
        {
            failures += CheckSecret(secret, output) ? 0 : 1;
        }

        foreach (NotificationSettings notification in settings.Notifications)
        {
            output.WriteLine($"posts to a receiver of format {notification.Format}");
        }

        if (settings.OtlpEndpoint is Uri collector)
        {
            output.WriteLine(TerminalText.OneLine($"sends metrics to {collector.GetLeftPart(UriPartial.Path)}"));
        }

        if (settings.StatePath is null)
        {
            output.WriteLine("keeps no state: a restart begins at the end of the logs. Set state.");
        }

        if (settings.Servers.Count == 0 && settings.Logs.Count == 0)
        {
            Console.Error.WriteLine("There is nothing to watch. Give servers or logs.");
            failures++;
        }

        output.WriteLine(failures == 0 ? "The settings are valid." : "The settings cannot be used.");
        return failures == 0 ? ExitCode.Success : ExitCode.WrongUsage;
    }

    private static bool CheckSecret(SecretSource secret, TextWriter output)
    {
        if (secret.CredentialName is string name && Environment.GetEnvironmentVariable(SecretSource.FolderVariable) is null or "")
        {
            output.WriteLine(TerminalText.OneLine($"secret {name}: not checked, the service manager provides it"));
            return true;
        }

        try
        {
            secret.Read();
            output.WriteLine(TerminalText.OneLine($"secret {secret}: can be read"));
            return true;
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(TerminalText.OneLine(e.Message));
            return false;
        }
    }

    private static IRemoteLogs Open(ServerSettings server, bool countsSessions) =>
        server.IsSsh ? OpenSsh(server) : new FollowedServer(new() { Access = server.ToAccess() }) { CountsSessions = countsSessions };

    private static ApplianceLogs OpenSsh(ServerSettings server)
    {
        try
        {
            return new ApplianceLogs(ApplianceShell.OpenWithProgram(server.ToSshTarget()), server.Name);
        }
        catch (ApplianceException e)
        {
            throw new FormatException($"{server.Name}: {e.Message}", e);
        }
    }
}
