using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.ApiLoad;

/// <summary>Finds the class of a client.</summary>
internal static class ClientClasses
{
    /// <summary>Names of programs, which their accounts often have too; in capitals.</summary>
    private static readonly (string Word, ClientClass Class)[] Words =
    [
        ("RUBRIK", ClientClass.Backup), ("VEEAM", ClientClass.Backup), ("COMMVAULT", ClientClass.Backup), ("NETBACKUP", ClientClass.Backup),
        ("COHESITY", ClientClass.Backup), ("NAKIVO", ClientClass.Backup), ("NETWORKER", ClientClass.Backup), ("AVAMAR", ClientClass.Backup),
        ("SPECTRUM PROTECT", ClientClass.Backup), ("HYCU", ClientClass.Backup), ("ACRONIS", ClientClass.Backup),
        ("BAREOS", ClientClass.Backup), ("BACULA", ClientClass.Backup), ("ARCSERVE", ClientClass.Backup), ("UNITRENDS", ClientClass.Backup),
        ("VDDK", ClientClass.Backup), ("BACKUP", ClientClass.Backup), ("LIFECYCLE", ClientClass.Maintenance),
        ("UPDATE MANAGER", ClientClass.Maintenance), ("ONEVIEW", ClientClass.Maintenance), ("OPENMANAGE", ClientClass.Maintenance),
    ];

    /// <summary>Gets all classes.</summary>
    public static IReadOnlyList<ClientClass> All { get; } =
        [ClientClass.Backup, ClientClass.Maintenance, ClientClass.VCenter, ClientClass.Other, ClientClass.Unknown];

    /// <summary>Returns the class that the name of a program or an account tells; null if it tells none.</summary>
    public static ClientClass? FromText(string? text)
    {
        string upper = text?.ToUpperInvariant() ?? "";
        foreach ((string word, ClientClass client) in Words)
        {
            if (upper.Contains(word))
            {
                return client;
            }
        }

        return null;
    }

    /// <summary>Returns the class of an account and, where it is known, its program.</summary>
    public static ClientClass From(string user, string? program = null) =>
        AccountName.IsOwnService(user) ? ClientClass.VCenter : FromText(program) ?? FromText(user) ?? ClientClass.Other;

    /// <summary>Returns the class that a call tells; null if any client may make it.</summary>
    public static ClientClass? From(ApiCallKind call) => call switch
    {
        ApiCallKind.Backup => ClientClass.Backup,
        ApiCallKind.Maintenance => ClientClass.Maintenance,
        _ => null,
    };
}
