namespace NhiPortal.Domain.Requests;

/// <content>How it ends when nobody decides; the one way it is ended at all.</content>
public sealed partial class AccessRequest
{
    public Result<Done> Cancel(string reason, DateTimeOffset now)
    {
        if (Status != RequestStatus.Pending)
            return new Refusal("already_ended", $"This request is already {Status.ToString().ToLowerInvariant()}.");
        Finish(RequestStatus.Cancelled, reason, now);
        return default(Done);
    }

    /// <summary>Ends a request nobody answered in time; false when there is nothing to end.</summary>
    public bool Expire(DateTimeOffset now)
    {
        if (Status != RequestStatus.Pending || now < ExpiresAt)
            return false;
        Finish(RequestStatus.Expired, "Nobody decided in time.", now);
        return true;
    }

    private void Finish(RequestStatus status, string? reason, DateTimeOffset now)
    {
        Status = status;
        EndReason = reason;
        EndedAt = now;
        Version++;
    }
}
