namespace VcsaAuthGuard.VSphere;

/// <summary>Represents the default limit of sessions and its source. An administrator may have set another one in
/// <c>vpxd.cfg</c>.</summary>
/// <param name="Value">The number of SOAP sessions, from 8.0 U3 including vAPI sessions; null when no public source states it.</param>
/// <param name="Source">The source of the figure, or the reason why there is none.</param>
public sealed record SessionLimit(int? Value, string Source)
{
    /// <summary>The advanced setting that raises the limit (KB 375546).</summary>
    internal const string SettingKey = "config.vmacore.soap.maxSessionCount";

    private const int Older = 2000;
    private const int From80U3 = 3000;

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

    /// <summary>Parses a version such as 8.0.3, 8.0.3.00100 or 9.</summary>
    private static Version? ParseVersion(string? text)
    {
        string trimmed = (text ?? "").Trim();
        return Version.TryParse(trimmed.Contains('.') ? trimmed : trimmed + ".0", out Version? version) ? version : null;
    }
}
