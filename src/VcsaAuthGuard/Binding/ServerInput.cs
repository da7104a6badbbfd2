using System.Globalization;
using System.Management.Automation;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads the name of a vCenter Server from objects that have it as a property, such as rows of Import-Csv.</summary>
internal static class ServerInput
{
    private static readonly string[] Names = ["Server", "VIServer", "VCenter", "Name"];

    /// <summary>Returns the address that a name stands for; null, after an error, if it is not a name.</summary>
    public static Uri? ParseName(Cmdlet cmdlet, string name)
    {
        try
        {
            return ServerAddress.Parse(name);
        }
        catch (FormatException e)
        {
            cmdlet.WriteError(ErrorRecords.InvalidServerName(name, e));
            return null;
        }
    }

    /// <summary>Returns the name, with the port where the object has one; null if it has no name.</summary>
    public static string? Name(PSObject item)
    {
        string? name = Names.Select(property => SavedObject.Text(item, property)).FirstOrDefault(text => text is not null);
        return name is not null && SavedObject.Number(item, "Port") is long port and not 443 && !name.Contains(':')
            ? name + ":" + port.ToString(CultureInfo.InvariantCulture)
            : name;
    }

    /// <summary>Returns the names of servers, which are names or objects that have one.</summary>
    public static string[] NamesOf(object[] servers) =>
        Array.ConvertAll(servers, server => Name(PSObject.AsPSObject(server)) ?? server.ToString() ?? "");
}
