namespace NhiPortal.Features.Home;

/// <summary>Every kind of event that says an attempt was refused; a test holds the list to what the use cases write.</summary>
public static class RefusedAttempts
{
    public static readonly IReadOnlyList<string> Kinds =
    [
        "access.refused", "audit.export.refused", "audit.read.refused", "grant.revoke.refused", "integration.resume.refused", "integration.suspend.refused", "job.run.refused", "log.verify.refused",
        "ownership.accept.refused", "ownership.attest.refused", "ownership.decline.refused", "ownership.assign.refused",
        "people.sync.confirm.refused", "people.sync.refused", "person.sign_in.refused", "person.sign_out.refused", "request.approve.refused", "request.ask.refused", "request.cancel.refused", "request.deny.refused", "token.refused",
    ];
}
