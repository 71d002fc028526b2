"""llama.cpp's own OpenAI-compatible server on 127.0.0.1, in a process of its own, until its stdin is closed."""

import os
import sys

import xllamacpp


def main(file: str, window: int) -> None:
    """Serve the weights in `file`, print the address, and wait."""
    address = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    settings = xllamacpp.CommonParams()
    settings.model.path = file
    settings.hostnames = ["127.0.0.1"]
    settings.port = 0
    settings.n_ctx = window
    settings.n_parallel = 1
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = 2
    settings.verbosity = -1
    settings.ctx_shift = False
    settings.fit_params = False
    settings.offline = True
    server = xllamacpp.Server(settings)
    print(server.listening_address, file=address, flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
