using VcsaAuthGuard.Settings;

namespace VcsaAuthGuard.Cli.Installation;

/// <summary>Represents a service to install.</summary>
internal sealed record ServiceDefinition
{
    /// <summary>Gets the service's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the program's path on the machine of the service.</summary>
    public required string Program { get; init; }

    /// <summary>Gets the path of the settings file on the machine of the service.</summary>
    public required string Config { get; init; }

    /// <summary>Gets the account; null for one that the platform makes up.</summary>
    public string? Account { get; init; }

    /// <summary>Gets the settings, where the settings file is on this machine; null otherwise.</summary>
    public GuardSettings? Settings { get; init; }

    /// <summary>Gets the credentials that the settings name, in their order.</summary>
    public IReadOnlyList<string> Credentials =>
        Settings is null
            ? ["vcenter"]
            : [.. Settings.Servers.Select(server => server.Password).Append(Settings.Password)
                .Concat(Settings.Notifications.SelectMany(item => new[] { item.AddressSource, item.Password }))
                .Select(source => source?.CredentialName).OfType<string>().Distinct()];

    /// <summary>Returns sentences about settings that do not work in such a service.</summary>
    public IEnumerable<string> Advice()
    {
        if (Settings is null)
        {
            yield break;
        }

        ServerSettings? stored = Settings.Servers.FirstOrDefault(server => !server.IsSsh && server.User is null && server.Password is null);
        if (Account is null && stored is not null)
        {
            yield return $"{stored.Name} has no user, and a service has no stored session. Add user and passwordCredential.";
        }

        if (Account is null && Settings.Servers.FirstOrDefault(server => server.IsSsh) is ServerSettings ssh)
        {
            yield return $"{ssh.Name} is watched over SSH, which needs an account with a key. Add --account.";
        }
    }
}
