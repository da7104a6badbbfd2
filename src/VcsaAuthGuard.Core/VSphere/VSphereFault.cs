using System.Xml.Linq;

namespace VcsaAuthGuard.VSphere;

/// <summary>Represents a fault of the vSphere API, of a call or of one property (in <c>missingSet</c>).</summary>
/// <param name="Type">Its type's name: <c>NotAuthenticated</c>.</param>
/// <param name="Privilege">The privilege that is missing, for NoPermission.</param>
/// <param name="Message">The server's message; may be empty.</param>
internal sealed record VSphereFault(string Type, string? Privilege, string Message)
{
    /// <summary>Reads the <c>Fault</c> of a SOAP body.</summary>
    public static VSphereFault FromResponse(XElement fault)
    {
        string message = SoapXml.Text(fault, "faultstring") ?? "";
        XElement? detail = SoapXml.Child(fault, "detail")?.Elements().FirstOrDefault();
        return detail is null
            ? new VSphereFault(SoapXml.Text(fault, "faultcode") ?? "a SOAP fault", null, message)
            : new VSphereFault(SoapXml.TypeOf(detail) ?? WithoutSuffix(detail.Name.LocalName), PrivilegeOf(detail), message);
    }

    /// <summary>Reads the <c>LocalizedMethodFault</c> of a missing property.</summary>
    public static VSphereFault FromProperty(XElement localized)
    {
        XElement? fault = SoapXml.Child(localized, "fault");
        return new VSphereFault(
            (fault is null ? null : SoapXml.TypeOf(fault)) ?? "a fault without a type",
            fault is null ? null : PrivilegeOf(fault),
            SoapXml.Text(localized, "localizedMessage") ?? ""
        );
    }

    /// <summary>Creates the exception for this fault.</summary>
    /// <param name="server">The server.</param>
    /// <param name="method">The method called.</param>
    /// <param name="privilege">The privilege by the documentation, used when the server names none.</param>
    /// <param name="show">Makes the server's text safe to show.</param>
    public VSphereException ToException(Uri server, string method, string? privilege, Func<string, string> show) => Type switch
    {
        "NotAuthenticated" => new NotAuthenticatedException(server),
        "NoPermission" => new PrivilegeMissingException(server, Privilege is null ? privilege : show(Privilege)),
        _ => new VSphereFaultException(server, method, show(Type), show(Message)),
    };

    /// <summary>
    /// Returns the missing privilege. NoPermission has <c>privilegeId</c>; newer versions also list privileges by object in
    /// <c>missingPrivileges</c>.
    /// </summary>
    private static string? PrivilegeOf(XElement fault) =>
        SoapXml.Text(fault, "privilegeId")
        ?? SoapXml
            .Children(fault, "missingPrivileges")
            .Select(entity => SoapXml.Text(entity, "privilegeIds"))
            .FirstOrDefault(privilege => privilege is not null);

    private static string WithoutSuffix(string name) =>
        name.EndsWith("Fault", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Fault".Length) : name;
}
