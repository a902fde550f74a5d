namespace NhiPortal.Features.Reminders;

/// <summary>What is wrong with the mail server, and what to look at.</summary>
internal static class MailWords
{
    public const string Policy = "policy";

    public static string Of(string? fault) => fault switch
    {
        "connect" => "the server does not answer. Look at Mail:Host, Mail:Port and the network.",
        "tls" => "the way to the server cannot be encrypted and verified. Look at Mail:Tls and Mail:AuthorityFile.",
        "sign_in" => "the server does not accept the sign-in. Look at Mail:User and Mail:Password.",
        "sender" => "the server does not accept the sender. Look at Mail:From.",
        Policy => "the server refuses by its own policy to pass mail on. Look at what Mail:User may send, and to whom.",
        _ => "the conversation with the server broke off.",
    };

    public static string OfReturned(string fault) => fault == "folder"
        ? "the mailbox has no such folder. Look at Mail:Returned:Folder."
        : Of(fault).Replace("Mail:", "Mail:Returned:", StringComparison.Ordinal).Replace("Mail:Returned:AuthorityFile", "Mail:AuthorityFile", StringComparison.Ordinal);
}
