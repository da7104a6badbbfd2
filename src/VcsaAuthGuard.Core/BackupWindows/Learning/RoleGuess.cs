using VcsaAuthGuard.ApiLoad;

namespace VcsaAuthGuard.BackupWindows.Learning;

/// <summary>Represents a role that was guessed.</summary>
/// <param name="Role">The role.</param>
/// <param name="Reason">The part of the load that it was guessed from.</param>
internal sealed record RoleGuess(WindowRole Role, string Reason)
{
    /// <summary>The share of the calls that tells what a client is for; most calls of any client are queries.</summary>
    private const double MinShare = 0.02;

    /// <summary>Names of programs, which their accounts often have too; in capitals.</summary>
    private static readonly (string Word, WindowRole Role)[] Words =
    [
        ("RUBRIK", WindowRole.Backup), ("VEEAM", WindowRole.Backup), ("COMMVAULT", WindowRole.Backup), ("NETBACKUP", WindowRole.Backup),
        ("COHESITY", WindowRole.Backup), ("NAKIVO", WindowRole.Backup), ("NETWORKER", WindowRole.Backup), ("AVAMAR", WindowRole.Backup),
        ("SPECTRUM PROTECT", WindowRole.Backup), ("HYCU", WindowRole.Backup), ("ACRONIS", WindowRole.Backup),
        ("BAREOS", WindowRole.Backup), ("BACULA", WindowRole.Backup), ("ARCSERVE", WindowRole.Backup), ("UNITRENDS", WindowRole.Backup),
        ("VDDK", WindowRole.Backup), ("BACKUP", WindowRole.Backup), ("LIFECYCLE", WindowRole.Maintenance),
        ("UPDATE MANAGER", WindowRole.Maintenance), ("ONEVIEW", WindowRole.Maintenance), ("OPENMANAGE", WindowRole.Maintenance),
    ];

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

    private static RoleGuess? FromText(IEnumerable<string?> texts, string what)
    {
        foreach (string text in texts.OfType<string>())
        {
            string upper = text.ToUpperInvariant();
            foreach ((string word, WindowRole role) in Words)
            {
                if (upper.Contains(word))
                {
                    return new(role, what);
                }
            }
        }

        return null;
    }
}
