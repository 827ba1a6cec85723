from resources.lib.service import run

if __name__ == "__main__":
    run()
