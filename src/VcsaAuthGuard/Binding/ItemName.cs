using System.Globalization;
using System.Management.Automation;
using System.Text;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Binding;

/// <summary>Finds the name of an item of a batch.</summary>
internal static class ItemName
{
    private const string ServerPart = "/VIServer=";
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>
    /// Returns a name that is the same in every run: Uid, which differs between vCenter Servers, without the user in it; otherwise Id,
    /// otherwise MoRef, otherwise the string or number itself. Null if the item has none of these.
    /// </summary>
    public static string? Identity(PSObject item)
    {
        string? name = item.BaseObject switch
        {
            string text => text,
            ValueType value and IFormattable number when value.GetType().IsPrimitive || value is Guid or decimal => number.ToString(
                null,
                CultureInfo.InvariantCulture
            ),
            _ => WithoutUser(Properties.GetText(item, "Uid"))
                ?? Text(Properties.GetObject(item, "Id"))
                ?? Text(Properties.GetObject(item, "MoRef"))
                ?? Text(Properties.GetObject(item, "ExtensionData", "MoRef")),
        };
        return string.IsNullOrEmpty(name) || !IsWellFormed(name!) ? null : name;
    }

    /// <summary>Returns the text to show for an item.</summary>
    public static string Format(PSObject item) => TerminalText.OneLine(Properties.GetText(item, "Name") ?? item.ToString());

    /// <summary>Gets its server with the port, from its Uid; null if the Uid names none.</summary>
    public static string? Server(PSObject item)
    {
        string? uid = WithoutUser(Properties.GetText(item, "Uid"));
        return uid is not null && uid.StartsWith(ServerPart, StringComparison.OrdinalIgnoreCase)
            ? uid.Substring(ServerPart.Length).Split('/')[0]
            : null;
    }

    // "/VIServer=domain\user@vc01:443/VirtualMachine=VirtualMachine-vm-1/": the next run may be another user's.
    private static string? WithoutUser(string? uid)
    {
        if (string.IsNullOrEmpty(uid) || !uid!.StartsWith(ServerPart, StringComparison.OrdinalIgnoreCase))
        {
            return string.IsNullOrEmpty(uid) ? null : uid;
        }

        int end = uid.IndexOf('/', ServerPart.Length);
        int user = end < 0 ? -1 : uid.LastIndexOf('@', end);
        return user < 0 ? uid : uid.Remove(ServerPart.Length, user + 1 - ServerPart.Length);
    }

    private static string? Text(PSObject? value) => value?.BaseObject switch
    {
        null => null,
        string text => text.Length > 0 ? text : null,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Properties.GetText(value!, "Value") is string id ? $"{Properties.GetText(value!, "Type")}-{id}" : value!.ToString(),
    };

    private static bool IsWellFormed(string text)
    {
        try
        {
            return Strict.GetByteCount(text) > 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
