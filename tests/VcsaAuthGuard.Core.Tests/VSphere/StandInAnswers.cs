using System.Net;
using Reply = VcsaAuthGuard.Tests.VSphere.StandInServer.Reply;
using Request = VcsaAuthGuard.Tests.VSphere.StandInServer.Request;

namespace VcsaAuthGuard.Tests.VSphere;

/// <summary>Synthetic answers in the shapes of the vSphere Web Services API's public documentation.</summary>
internal static class StandInAnswers
{
    public const string Secret = "\"52aa11bb-5ec2-e7c0-0k1e-feedfacecafe\"";

    private const string Content = """
        <RetrieveServiceContentResponse xmlns="urn:vim25"><returnval><rootFolder type="Folder">group-d1</rootFolder>
        <propertyCollector type="PropertyCollector">propertyCollector</propertyCollector>
        <about><name>VMware vCenter Server</name><fullName>VMware vCenter Server 8.0.3 build-24022515</fullName>
        <version>8.0.3</version><build>24022515</build><apiType>VirtualCenter</apiType></about>
        <sessionManager type="SessionManager">SessionManager</sessionManager></returnval></RetrieveServiceContentResponse>
        """;

    private const string Login = """
        <LoginResponse xmlns="urn:vim25"><returnval><key>52bb</key><userName>VSPHERE.LOCAL\operator</userName>
        <loginTime>2026-02-11T02:00:00Z</loginTime></returnval></LoginResponse>
        """;

    private const string Time =
        """<CurrentTimeResponse xmlns="urn:vim25"><returnval>2026-02-11T02:30:00.5Z</returnval></CurrentTimeResponse>""";

    private const string Sessions = """
        <propSet><name>currentSession</name>
        <val xsi:type="UserSession"><key>52bb</key><userName>VSPHERE.LOCAL\operator</userName></val></propSet>
        <propSet><name>sessionList</name><val xsi:type="ArrayOfUserSession">
        <UserSession xsi:type="UserSession"><key>52bb</key><userName>VSPHERE.LOCAL\operator</userName><fullName>Operator</fullName>
        <loginTime>2026-02-11T02:00:00Z</loginTime>
        <lastActiveTime>2026-02-11T02:30:00.7Z</lastActiveTime><extensionSession>false</extensionSession><ipAddress>192.0.2.7</ipAddress>
        <userAgent>x &lt;y&gt;</userAgent><callCount>5000000000</callCount></UserSession>
        <UserSession xsi:type="UserSession"><key>52cc</key><userName>vpxd-extension</userName>
        <loginTime>2026-02-10T04:30:00+02:00</loginTime>
        <lastActiveTime>2026-02-11T02:20:00.5</lastActiveTime><extensionSession>true</extensionSession></UserSession>
        </val></propSet>
        """;

    /// <summary>A vCenter Server that knows Login, Logout and two sessions.</summary>
    public static Reply Healthy(Request request) => MethodOf(request) switch
    {
        "RetrieveServiceContent" => Soap(Content),
        "Login" => Soap(Login) with { Cookie = $"vmware_soap_session={Secret}; Path=/; HttpOnly; Secure; " },
        "RetrievePropertiesEx" => Soap(Properties(Sessions)),
        "CurrentTime" => Soap(Time),
        "Logout" => Soap("""<LogoutResponse xmlns="urn:vim25"></LogoutResponse>"""),
        string method => throw new InvalidOperationException($"There is no stand-in for {method}."),
    };

    public static string MethodOf(Request request)
    {
        int start = request.Body.IndexOf("Body><", StringComparison.Ordinal) + "Body><".Length;
        return request.Body[start..request.Body.IndexOfAny([' ', '>'], start)];
    }

    public static string Properties(string sets) =>
        $"""
        <RetrievePropertiesExResponse xmlns="urn:vim25"><returnval><objects>
        <obj type="SessionManager">SessionManager</obj>{sets}</objects></returnval></RetrievePropertiesExResponse>
        """;

    public static string Missing(string path, string fault) =>
        $"""<missingSet><path>{path}</path><fault>{fault}<localizedMessage></localizedMessage></fault></missingSet>""";

    public static Reply Fault(string type, string message, string detail = "")
    {
        string typed = $"""<{type}Fault xmlns="urn:vim25" xsi:type="{type}">{detail}</{type}Fault>""";
        return Soap(
            $"<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>{message}</faultstring>"
                + $"<detail>{typed}</detail></soapenv:Fault>"
        ) with
        {
            Status = HttpStatusCode.InternalServerError,
        };
    }

    public static Reply Soap(string body) =>
        new(
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <soapenv:Envelope
              xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
              xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
            <soapenv:Body>
            {body}
            </soapenv:Body>
            </soapenv:Envelope>
            """
        );
}
