using System.Globalization;
using System.Text;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>Creates the writers of faults.</summary>
internal static class FaultWriters
{
    private const string HostPrefix = "HostSystem-";

    private static readonly TableColumn<AuthFault>[] Columns =
    [
        new("TIME", 20, fault => Cells.Time(fault.Time)),
        new("KIND", 16, fault => fault.Kind.ToString()),
        new("METHOD", 14, fault => fault.Method ?? "-", IsKey: true),
        new("HOST OR CLIENT", 0, HostOrClient),
    ];

    private static readonly TableColumn<AuthFault>[] AllColumns =
    [
        new("TIME", 20, fault => Cells.Time(fault.Time)),
        new("KIND", 16, fault => fault.Kind.ToString()),
        new("HOST", 12, fault => Host(fault) ?? "-", IsKey: true),
        new("METHOD", 18, fault => fault.Method ?? "-", IsKey: true),
        new("CODE", 4, fault => fault.HttpStatus?.ToString(CultureInfo.InvariantCulture) ?? "-"),
        new("DATASTORE", 18, fault => fault.Datastore ?? fault.DatastoreUuid ?? "-", IsKey: true),
        new("WHERE", 0, Where),
    ];

    public static IRowWriter<AuthFault> Create(Stream output, OutputFormat format) => RowWriters.Create(
        output,
        format,
        CliJson.Default.AuthFault,
        fault => Ascii.IsValid(fault.Text) && Ascii.IsValid(fault.Source),
        format == OutputFormat.Table ? Columns : AllColumns);

    // The host behind the gateway; else the account and its address; else where the entry stands.
    private static string HostOrClient(AuthFault fault)
    {
        string client = string.Join(" from ", ((string?[])[fault.User, fault.ClientAddress]).Where(part => part is not null));
        return Host(fault) ?? (client.Length > 0 ? client : Where(fault));
    }

    private static string? Host(AuthFault fault) => fault.VMHost ?? fault.VMHostId?.Substring(HostPrefix.Length);

    /// <summary>Returns the file and the line, and in front of them the vCenter Server where the log names it.</summary>
    private static string Where(AuthFault fault)
    {
        string place = $"{Path.GetFileName(fault.Source)}:{fault.LineNumber.ToString(CultureInfo.InvariantCulture)}";
        return fault.Server is null ? place : $"{fault.Server} {place}";
    }
}
