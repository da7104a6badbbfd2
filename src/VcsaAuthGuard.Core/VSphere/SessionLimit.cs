using System.Globalization;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.VSphere;

/// <summary>Represents the limit of sessions and its source: the configured one where it could be read, otherwise the default.</summary>
/// <param name="Value">The number of SOAP sessions, from 8.0 U3 including vAPI sessions; null if no public source states it.</param>
/// <param name="Source">The source of the figure, or the reason why there is none.</param>
public sealed record SessionLimit(int? Value, string Source)
{
    /// <summary>The advanced setting that raises the limit (KB 375546).</summary>
    internal const string SettingKey = "config.vmacore.soap.maxSessionCount";

    private const int Older = 2000;
    private const int From80U3 = 3000;

    /// <summary>Gets a value indicating whether an administrator set the limit on this server; false for the default.</summary>
    public bool IsConfigured { get; init; }

    private static readonly Version Vc6 = new(6, 0);
    private static readonly Version Vc8 = new(8, 0);

    /// <summary>The version that 8.0 U3 and its patches report.</summary>
    private static readonly Version Vc80U3 = new(8, 0, 3);

    /// <summary>Returns the limit of a version: 2000 on 6.x and 7, 3000 from 8.0 U3 (KB 375546).</summary>
    /// <param name="about">What the server says it is; only the version and the API's type count.</param>
    public static SessionLimit ForServer(VSphereAbout about)
    {
        if (!about.IsVCenter)
        {
            return new(null, "This is an ESXi host; only the limits of vCenter Server are known.");
        }

        if (ParseVersion(about.Version) is not Version version)
        {
            return new(null, "The limit depends on vCenter Server's version, which is not known.");
        }

        return version switch
        {
            _ when version >= Vc80U3 => new(From80U3, "3000 from 8.0 U3 (version 8.0.3), for SOAP and vAPI sessions together (KB 375546)."),
            _ when version >= Vc8 => new(
                Older,
                "2000, the older figure, taken for 8.0 to 8.0 U2: 3000 holds from 8.0 U3, version 8.0.3 (KB 375546)."
            ),
            _ when version >= Vc6 => new(Older, "2000 on 6.x and 7, before 8.0 U3 raised it (KB 375546)."),
            _ => new(null, $"There is no public source for the limit of version {version}; it is known from 6.0."),
        };
    }

    /// <summary>Reads the limit that is set on a server; returns the default if none is set, or if the setting cannot be
    /// read.</summary>
    internal static async Task<SessionLimit> ReadAsync(VSphereClient client, VSphereAbout about, CancellationToken token)
    {
        SessionLimit known = ForServer(about);
        if (!about.IsVCenter)
        {
            return known;
        }

        try
        {
            IReadOnlyList<AdvancedSetting> settings = await client.ReadSettingsAsync(SettingKey, token).ConfigureAwait(false);
            return settings.FirstOrDefault(setting => setting.Key == SettingKey) is AdvancedSetting setting
                ? FromSetting(setting.Value, known)
                : known;
        }
        catch (VSphereException e) when (e is PrivilegeMissingException or VSphereFaultException)
        {
            return known with { Source = $"{known.Source} The configured limit could not be read: {e.Message}" };
        }
    }

    /// <summary>Returns the limit that a setting gives.</summary>
    internal static SessionLimit FromSetting(string text, SessionLimit known)
    {
        string standard = known.Value is int value ? FormattableString.Invariant($"; the default is {value}") : "";
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int limit) && limit > 0
            ? new(limit, FormattableString.Invariant($"{limit} is set on this server ({SettingKey}{standard}; KB 375546)."))
            {
                IsConfigured = true,
            }
            : new(null, $"{SettingKey} is '{TerminalText.Cut(text, 20)}' on this server{standard}: no limit is known for it.")
            {
                IsConfigured = true,
            };
    }

    /// <summary>Parses a version such as 8.0.3, 8.0.3.00100 or 9.</summary>
    private static Version? ParseVersion(string? text)
    {
        string trimmed = (text ?? "").Trim();
        return Version.TryParse(trimmed.Contains('.') ? trimmed : trimmed + ".0", out Version? version) ? version : null;
    }
}
