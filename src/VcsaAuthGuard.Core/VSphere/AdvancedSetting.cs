using System.Xml.Linq;

namespace VcsaAuthGuard.VSphere;

/// <summary>Represents an advanced setting of a server (<c>OptionValue</c>).</summary>
/// <param name="Key">The key, such as <c>config.vmacore.soap.maxSessionCount</c>.</param>
/// <param name="Value">The value as text; the server reports numbers as numbers or as text, depending on the setting.</param>
public sealed record AdvancedSetting(string Key, string Value)
{
    /// <summary>Reads an <c>OptionValue</c>; returns null if it has no key.</summary>
    internal static AdvancedSetting? Read(XElement option) =>
        SoapXml.Text(option, "key") is string key ? new AdvancedSetting(key, SoapXml.Text(option, "value") ?? "") : null;
}
