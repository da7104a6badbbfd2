using VcsaAuthGuard.ApiLoad;

namespace VcsaAuthGuard.BackupWindows.Learning;

/// <summary>Represents a role that was guessed.</summary>
/// <param name="Role">The role.</param>
/// <param name="Reason">The part of the load that it was guessed from.</param>
internal sealed record RoleGuess(WindowRole Role, string Reason)
{
    /// <summary>The share of the calls that tells what a client is for; most calls of any client are queries.</summary>
    private const double MinShare = 0.02;

    /// <summary>Guesses the role from the methods, the program's name and the account, in this order.</summary>
    public static RoleGuess From(IReadOnlyList<ApiClientLoad> client)
    {
        long calls = Math.Max(1, client.Sum(load => load.Calls));
        long backups = client.Sum(load => load.BackupCalls);
        long maintenance = client.Sum(load => load.MaintenanceCalls);
        if (Math.Max(backups, maintenance) >= MinShare * calls)
        {
            return backups >= maintenance
                ? new(WindowRole.Backup, "its calls for snapshots")
                : new(WindowRole.Maintenance, "its calls for maintenance mode");
        }

        return FromText(client.Select(load => load.UserAgent), "its program")
            ?? FromText(client.Select(load => load.User), "its account")
            ?? new(WindowRole.Automation, "nothing that tells of backup or maintenance");
    }

    private static RoleGuess? FromText(IEnumerable<string?> texts, string what) =>
        texts.Select(ClientClasses.FromText).FirstOrDefault(found => found is not null) switch
        {
            ClientClass.Backup => new(WindowRole.Backup, what),
            ClientClass.Maintenance => new(WindowRole.Maintenance, what),
            _ => null,
        };
}
