using System.Net;
using NhiPortal.Notifications;

namespace NhiPortal.Settings;

/// <summary>The mail server: completely described, or not named at all.</summary>
internal static class MailFaults
{
    private const string Host = "Mail:Host", From = "Mail:From", Tls = "Mail:Tls", User = "Mail:User", Password = "Mail:Password", Authority = "Mail:AuthorityFile", Zone = "Mail:Zone";

    public static IEnumerable<SettingFault> Of(SettingsReading reading)
    {
        if (reading[Zone] is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            yield return new(Zone, $"is \"{zone}\", which this machine does not know.", "an IANA name such as Europe/Stockholm, or UTC.");
        var tls = MailTls.StartTls;
        if (reading[Tls] is { } text && (!Enum.TryParse(text, ignoreCase: true, out tls) || !Enum.IsDefined(tls) || char.IsAsciiDigit(text[0])))
            yield return new(Tls, $"is \"{text}\", which is not known.", "StartTls, Implicit, or None for a server on this machine.");
        foreach (var fault in OfReturned(reading))
            yield return fault;
        if (reading[Host] is not { } host)
        {
            foreach (var key in new[] { From, User, Password, Authority })
                if (reading[key] is not null)
                    yield return new(key, $"is set, but {Host} is not.", $"nothing; or name the mail server under {Host}.");
            yield break;
        }

        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            yield return new(Host, $"is \"{host}\".", "a host name such as smtp.example.org, without a port.");
        if (!LetterWriter.IsAddress(reading[From]))
            yield return new(From, reading[From] is { } from ? $"is \"{from}\"." : "is missing.", "the address mail comes from, such as nhiportal@example.org.");
        if (reading[User] is null != reading[Password] is null)
            yield return new(reading[User] is null ? User : Password, $"is missing, but {(reading[User] is null ? Password : User)} is set.", "both, or neither.");
        if (tls == MailTls.None && !reading.Development && !IsThisMachine(host))
            yield return new(Tls, "is None: names and passwords could be read on the way.", "StartTls or Implicit; None only for a server on this machine.");
        if (tls == MailTls.None && reading[Password] is not null && !IsThisMachine(host))
            yield return new(Password, "is set, but would be sent unencrypted.", $"nothing; or set {Tls} to StartTls or Implicit.");
        if (reading[Authority] is { } file && !File.Exists(reading.FullPath(file)))
            yield return new(Authority, $"names no file ({reading.FullPath(file)}).", "a PEM file with the authorities trusted for this mail server.");
        // Elsewhere it is required anyway.
        if (reading.Development && reading["PublicAddress"] is null)
            yield return new("PublicAddress", $"is missing, but {Host} is set: every mail leads to the portal.", "the address people open, such as http://localhost:5080.");
    }

    private static IEnumerable<SettingFault> OfReturned(SettingsReading reading)
    {
        string Key(string name) => $"Mail:Returned:{name}";
        var (host, user, password) = (reading[Key("Host")], reading[Key("User")], reading[Key("Password")]);
        if (host is null)
        {
            if (user is not null || password is not null)
                yield return new(Key("Host"), "is missing, but who signs in there is set.", "the IMAP server that returned mail is read from; or nothing under Mail:Returned.");
            yield break;
        }

        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            yield return new(Key("Host"), $"is \"{host}\".", "a host name such as imap.example.org, without a port.");
        if (user is null || password is null)
            yield return new(Key(user is null ? "User" : "Password"), "is missing.", "the account that returned mail is read with, and its password.");
        if (reading[Key("Tls")] is { } text && (!Enum.TryParse<MailTls>(text, ignoreCase: true, out var tls) || char.IsAsciiDigit(text[0]) || (tls == MailTls.None && !IsThisMachine(host))))
            yield return new(Key("Tls"), $"is \"{text}\".", "Implicit or StartTls; None only for a server on this machine.");
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
