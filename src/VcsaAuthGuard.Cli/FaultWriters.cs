using System.Globalization;
using System.Text;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Cli;

/// <summary>Creates the writers of faults.</summary>
internal static class FaultWriters
{
    private const string HostPrefix = "HostSystem-";

    public static IRowWriter<AuthFault> Create(Stream output, OutputFormat format) => RowWriters.Create(
        output,
        format,
        CliJson.Default.AuthFault,
        fault => Ascii.IsValid(fault.Text) && Ascii.IsValid(fault.Source),
        new("TIME", 20, fault => Cells.Time(fault.Time)),
        new("KIND", 16, fault => fault.Kind.ToString()),
        new("HOST", 12, fault => fault.VMHost ?? fault.VMHostId?.Substring(HostPrefix.Length) ?? "-"),
        new("METHOD", 18, fault => fault.Method ?? "-"),
        new("CODE", 4, fault => fault.HttpStatus?.ToString(CultureInfo.InvariantCulture) ?? "-"),
        new("DATASTORE", 18, fault => fault.Datastore ?? fault.DatastoreUuid ?? "-"),
        new("WHERE", 0, Where));

    /// <summary>Returns the file and the line, and in front of them the vCenter Server where the log names it.</summary>
    private static string Where(AuthFault fault)
    {
        string place = $"{Path.GetFileName(fault.Source)}:{fault.LineNumber.ToString(CultureInfo.InvariantCulture)}";
        return fault.Server is null ? place : $"{fault.Server} {place}";
    }
}
