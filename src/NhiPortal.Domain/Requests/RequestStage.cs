using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Requests;

/// <summary>One step a request must pass, kept with the request so that a later policy cannot change it.</summary>
public sealed record RequestStage(RequestId RequestId, int Number, int Order, OwnerRole Role, int Quorum);
