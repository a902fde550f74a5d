using System.Text;
using MimeKit;

namespace NhiPortal.Tests.Features.Reminders;

/// <summary>Delivery reports as mail servers write them (RFC 3464).</summary>
internal static class Reports
{
    public static MimeMessage Of(string letter, string to, string action = "failed", string status = "5.1.1", string original = "text/rfc822-headers") => Parse($"""
        From: Mail Delivery System <MAILER-DAEMON@relay.example>
        To: portal@nhi.example
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="part"

        --part
        Content-Type: text/plain; charset=us-ascii

        I could not deliver your mail.

        --part
        Content-Type: message/delivery-status

        Reporting-MTA: dns; relay.example
        Arrival-Date: Sat, 28 Nov 2026 09:00:00 +0000

        Final-Recipient: rfc822; {to}
        Action: {action}
        Status: {status}
        Diagnostic-Code: smtp; 550 {status} <{to}>: no such mailbox

        --part
        Content-Type: {original}

        Message-Id: <{letter}>
        From: NhiPortal <portal@nhi.example>
        To: {to}
        Subject: 3 things wait for you in NhiPortal

        {(original == "message/rfc822" ? "The letter." : "")}
        --part--
        """);

    public static MimeMessage Parse(string text) => MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"))));
}
