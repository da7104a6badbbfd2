using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace VcsaAuthGuard.VSphere;

/// <summary>Reads the vSphere API's UserSession.</summary>
internal static class UserSession
{
    public static VCenterSession Read(XElement session, string server) =>
        new()
        {
            Key = SoapXml.Text(session, "key") ?? "",
            UserName = SoapXml.Text(session, "userName") ?? "",
            IpAddress = SoapXml.Text(session, "ipAddress"),
            UserAgent = SoapXml.Text(session, "userAgent"),
            LoginTime = Time(SoapXml.Text(session, "loginTime")),
            LastActiveTime = Time(SoapXml.Text(session, "lastActiveTime")),
            CallCount = long.TryParse(
                SoapXml.Text(session, "callCount"),
                NumberStyles.Integer,
                CultureInfo.InvariantCulture,
                out long calls
            )
                ? calls
                : null,
            IsExtension = SoapXml.Text(session, "extensionSession") switch
            {
                "true" or "1" => true,
                "false" or "0" => false,
                _ => null,
            },
            Server = server,
        };

    /// <summary>Parses an xsd:dateTime. Without an offset it is UTC, as everywhere in the API.</summary>
    public static DateTimeOffset? Time(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return XmlConvert.ToDateTime(text, XmlDateTimeSerializationMode.Utc) is { Year: > 1 } time ? new DateTimeOffset(time) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
