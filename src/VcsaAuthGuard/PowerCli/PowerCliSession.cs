using System.Globalization;
using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.PowerCli;

/// <summary>Reads the vSphere API's UserSession from Get-View or from a saved copy: any object with its properties.</summary>
internal static class PowerCliSession
{
    /// <summary>Converts an object to a session; returns null if it is not one.</summary>
    public static VCenterSession? TryRead(PSObject item, DateTimeOffset now)
    {
        if (item.BaseObject is VCenterSession session)
        {
            return session;
        }

        return
            Properties.GetText(item, "Key") is string key
            && Properties.GetText(item, "UserName") is string userName
            && (item.Properties["LoginTime"] ?? item.Properties["LastActiveTime"]) is not null
            ? new VCenterSession
            {
                Key = key,
                UserName = userName,
                IpAddress = Properties.GetText(item, "IpAddress"),
                UserAgent = Properties.GetText(item, "UserAgent"),
                LoginTime = Time(item, "LoginTime"),
                LastActiveTime = Time(item, "LastActiveTime"),
                CallCount = LanguagePrimitives.TryConvertTo(
                    Properties.Get(item, "CallCount"),
                    CultureInfo.InvariantCulture,
                    out long? calls
                )
                    ? calls
                    : null,
                Server = SavedObject.Text(item, nameof(VCenterSession.Server)),
                IsCurrent = LanguagePrimitives.TryConvertTo(
                    Properties.Get(item, nameof(VCenterSession.IsCurrent)),
                    CultureInfo.InvariantCulture,
                    out bool? isCurrent
                )
                    ? isCurrent
                    : null,
                IsExtension = LanguagePrimitives.TryConvertTo(
                    Properties.Get(item, "ExtensionSession") ?? Properties.Get(item, nameof(VCenterSession.IsExtension)),
                    CultureInfo.InvariantCulture,
                    out bool? isExtension
                )
                    ? isExtension
                    : null,
            }.AsOf(now)
            : null;
    }

    /// <summary>Reads a time; without a zone it is UTC, as everywhere in the vSphere API.</summary>
    private static DateTimeOffset? Time(PSObject item, string property) =>
        Properties.GetTime(item.Properties[property]?.Value)?.ToUniversalTime();
}
